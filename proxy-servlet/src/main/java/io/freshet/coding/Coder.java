package io.freshet.coding;

import java.io.IOException;
import java.io.OutputStream;

/** Makes one content coding. Safe for use by many threads; what {@link #onto} gives is not. */
public interface Coder {

    /**
     * A stream that codes what is written to it and passes that on to {@code sink}. To be closed in any case: it may hold memory that
     * is not the JVM's.
     */
    OutputStream onto(OutputStream sink) throws IOException;
}
