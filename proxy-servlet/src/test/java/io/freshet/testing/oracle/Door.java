package io.freshet.testing.oracle;

/** A way into the cache. For one thread at a time. */
public interface Door extends AutoCloseable {

    /** Sends a request and reads the response, or as much of it as the request says. */
    Got ask(Ask ask);

    @Override
    void close();
}
