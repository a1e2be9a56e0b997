package io.freshet.store.redis;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/**
 * Makes heads small: DEFLATE (RFC 1951) with a dictionary of what heads are made of, which takes a third of what they are.
 * A change of the dictionary is a change of the layout: see {@link EntryHeader}.
 */
final class HeadCompression {

    /** The longest that is taken for one of ours, in bytes: a few bytes can claim to be very many. */
    private static final int MAX_LENGTH = 1024 * 1024;

    /** How many coders are kept, some 300 KB each; more are made where more threads need one at once, and thrown away. */
    private static final int KEPT = 8;

    private static final byte[] DICTIONARY =
            dictionary(Script.read("dictionary.txt").lines().toList());

    private static final BlockingQueue<Deflater> DEFLATERS = new ArrayBlockingQueue<>(KEPT);
    private static final BlockingQueue<Inflater> INFLATERS = new ArrayBlockingQueue<>(KEPT);

    private HeadCompression() {}

    /** Each behind its length, as {@link HeadCodec} writes texts; the most frequent last, as the nearest costs least. */
    private static byte[] dictionary(List<String> texts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (String text : texts) {
            all.write(text.length());
            all.writeBytes(text.getBytes(US_ASCII));
        }
        return all.toByteArray();
    }

    static byte[] compress(byte[] bytes) {
        Deflater kept = DEFLATERS.poll();
        Deflater deflater = kept == null ? new Deflater(Deflater.DEFAULT_COMPRESSION, true) : kept;
        deflater.setDictionary(DICTIONARY);
        deflater.setInput(bytes);
        deflater.finish();
        ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length);
        byte[] piece = new byte[512];
        while (!deflater.finished()) {
            out.write(piece, 0, deflater.deflate(piece));
        }
        deflater.reset();
        if (!DEFLATERS.offer(deflater)) {
            deflater.end();
        }
        return out.toByteArray();
    }

    /** The bytes that {@link #compress} was given; empty if it did not make {@code compressed}. */
    static Optional<byte[]> decompress(byte[] compressed) {
        Inflater kept = INFLATERS.poll();
        Inflater inflater = kept == null ? new Inflater(true) : kept;
        try {
            return decompress(inflater, compressed);
        } catch (DataFormatException damaged) {
            return Optional.empty();
        } finally {
            inflater.reset();
            if (!INFLATERS.offer(inflater)) {
                inflater.end();
            }
        }
    }

    private static Optional<byte[]> decompress(Inflater inflater, byte[] compressed) throws DataFormatException {
        inflater.setDictionary(DICTIONARY);
        inflater.setInput(compressed);
        byte[] out = new byte[Math.max(512, 4 * compressed.length)];
        int length = 0;
        while (!inflater.finished()) {
            if (length == out.length) {
                if (length >= MAX_LENGTH) {
                    return Optional.empty();
                }
                out = Arrays.copyOf(out, 2 * length);
            }
            int more = inflater.inflate(out, length, out.length - length);
            if (more == 0 && (inflater.needsInput() || inflater.needsDictionary())) {
                return Optional.empty();
            }
            length += more;
        }
        return inflater.getRemaining() == 0 ? Optional.of(Arrays.copyOf(out, length)) : Optional.empty();
    }
}
