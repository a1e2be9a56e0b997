package io.freshet.conformance;

import java.net.URI;

/** A proxy that is running, or about to. */
interface RunningProxy extends AutoCloseable {

    /** Without a slash at its end. */
    URI uri();

    /** Returns when it answers. */
    void awaitStart();

    @Override
    void close();
}
