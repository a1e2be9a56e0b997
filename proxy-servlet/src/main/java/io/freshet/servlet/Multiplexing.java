package io.freshet.servlet;

/** A transport to origins whose connections may carry several requests at once. */
interface Multiplexing {}
