package io.freshet.coding;

import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.GZIPOutputStream;

/** The JDK's, with the level said. */
final class GzipCoder extends GZIPOutputStream {

    /** Zlib's own default: 9 takes twice the time for one percent. */
    private static final int LEVEL = 6;

    private static final int BUFFER_BYTES = 8 * 1024;

    GzipCoder(OutputStream sink) throws IOException {
        super(sink, BUFFER_BYTES);
        def.setLevel(LEVEL);
    }
}
