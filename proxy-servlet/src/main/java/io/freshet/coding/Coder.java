package io.freshet.coding;

import io.freshet.http.ContentCoding;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;

/** Makes one content coding. Safe for use by many threads; what {@link #onto} gives is not. */
public interface Coder {

    /**
     * A stream that codes what is written to it and passes that on to {@code sink}. To be closed in any case: it may hold memory that
     * is not the JVM's.
     */
    OutputStream onto(OutputStream sink) throws IOException;

    /** That of {@code coding}; empty where this machine lacks what it takes, which is logged once. */
    static Optional<Coder> of(ContentCoding coding) {
        return switch (coding) {
            case GZIP -> Optional.of(GzipCoder::new);
            case BROTLI -> BrotliCoder.ifAvailable();
        };
    }
}
