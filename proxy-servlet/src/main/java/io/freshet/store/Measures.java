package io.freshet.store;

import java.util.function.DoubleSupplier;

/** Takes what can be measured of a running cache. What is given is asked from time to time, on any thread, and must not block. */
public interface Measures {

    /**
     * Something that rises and falls.
     *
     * @param name words in lower case with dots between, the unit last, for example {@code memory.bytes}
     * @param description one line, without a full stop
     */
    void gauge(String name, String description, DoubleSupplier value);

    /** Something that only rises, from 0 at the start. */
    void counter(String name, String description, DoubleSupplier value);
}
