package io.freshet.coding;

import com.aayushatharva.brotli4j.Brotli4jLoader;
import com.aayushatharva.brotli4j.encoder.BrotliOutputStream;
import com.aayushatharva.brotli4j.encoder.Encoder;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Google's encoder, in native code. */
final class BrotliCoder implements Coder {

    private static final Logger LOG = LoggerFactory.getLogger(BrotliCoder.class);

    /** Smaller than the smallest gzip, in the time of a usual one; 9 takes three times as long for four percent. */
    private static final int QUALITY = 7;

    /** How far back the encoder looks, and what a client must hold, as a power of two: 4 MiB. */
    private static final int WINDOW = 22;

    private static final int BUFFER_BYTES = 16 * 1024;

    private final Encoder.Parameters parameters =
            Encoder.Parameters.create(QUALITY).setWindow(WINDOW);

    private BrotliCoder() {}

    /** What loads once per class loader; who asks only once is warned only once. */
    static Optional<Coder> ifAvailable() {
        try {
            Brotli4jLoader.ensureAvailability();
            return Optional.of(new BrotliCoder());
        } catch (LinkageError | RuntimeException missing) {
            LOG.warn("Brotli's native code cannot be loaded on this machine: nothing is coded with br", missing);
            return Optional.empty();
        }
    }

    @Override
    public OutputStream onto(OutputStream sink) throws IOException {
        return new BrotliOutputStream(sink, parameters, BUFFER_BYTES);
    }
}
