package io.freshet.proxy.origin;

/** A transport to origins whose connections may carry several requests at once. */
interface MultiplexingTransport {}
