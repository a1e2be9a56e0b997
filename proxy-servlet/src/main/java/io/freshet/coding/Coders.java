package io.freshet.coding;

import io.freshet.http.ContentCoding;
import java.util.Optional;

/** The content codings that this machine can make. */
public final class Coders {

    private Coders() {}

    /** The coder of {@code coding}; empty where this machine lacks what it takes, which is logged once. */
    public static Optional<Coder> of(ContentCoding coding) {
        return switch (coding) {
            case GZIP -> Optional.of(GzipCoder::new);
            case BROTLI -> BrotliCoder.ifAvailable();
        };
    }
}
