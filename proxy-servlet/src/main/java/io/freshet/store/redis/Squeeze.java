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
final class Squeeze {

    /** The longest that is taken for one of ours, in bytes: a few bytes can claim to be very many. */
    private static final int MAX_LENGTH = 1024 * 1024;

    /** How many coders are kept, some 300 KB each; more are made where more threads need one at once, and thrown away. */
    private static final int KEPT = 8;

    private static final byte[] DICTIONARY = dictionary(List.of(
            "http://localhost:8080/",
            "https://www.",
            "/index.html",
            "api",
            "?",
            "/images/",
            ".json",
            ".jpg",
            ".com/",
            "Surrogate-Key",
            "Cache-Tag",
            "Cache-Groups",
            "X-Powered-By",
            "X-Request-Id",
            "Server-Timing",
            "Age",
            "Alt-Svc",
            "Content-Disposition",
            "inline; filename=\"",
            "Content-Language",
            "en",
            "de",
            "Link",
            "; rel=preload; as=",
            "Location",
            "Set-Cookie",
            "; Path=/; HttpOnly; Secure; SameSite=Lax",
            "Expires",
            "Permissions-Policy",
            "Referrer-Policy",
            "strict-origin-when-cross-origin",
            "no-referrer",
            "Cross-Origin-Resource-Policy",
            "cross-origin",
            "Content-Security-Policy",
            "default-src 'self'; ",
            "X-Frame-Options",
            "SAMEORIGIN",
            "DENY",
            "X-XSS-Protection",
            "0",
            "1; mode=block",
            "Strict-Transport-Security",
            "max-age=31536000; includeSubDomains",
            "; preload",
            "max-age=63072000",
            "X-Content-Type-Options",
            "nosniff",
            "Access-Control-Allow-Origin",
            "*",
            "Access-Control-Expose-Headers",
            "Accept-Ranges",
            "bytes",
            "Content-Encoding",
            "br",
            "gzip",
            "Vary",
            "Accept-Encoding",
            "Accept-Language",
            "Accept",
            "Origin",
            "Accept-Encoding, Origin",
            "Server",
            "Apache",
            "nginx",
            "Content-Type",
            "text/css",
            "text/plain",
            "text/javascript",
            "application/javascript",
            "image/webp",
            "image/png",
            "image/jpeg",
            "text/html; charset=utf-8",
            "text/html;charset=utf-8",
            "application/json",
            "application/json; charset=utf-8",
            "Cache-Control",
            "no-cache",
            "must-revalidate",
            "private",
            "stale-while-revalidate=",
            "stale-if-error=",
            "public, max-age=31536000, immutable",
            "public, max-age=86400",
            "public, s-maxage=",
            "max-age=3600",
            "max-age=600",
            "public, max-age=60",
            "max-age=60",
            "ETag",
            "W/\"",
            "Last-Modified",
            "Sun, Mon, Tue, Wed, Thu, Fri, Sat, ",
            " Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec 2024 2025 2026 ",
            ":00:00 GMT",
            "Content-Length",
            "1024",
            "Date",
            "GET"));

    private static final BlockingQueue<Deflater> DEFLATERS = new ArrayBlockingQueue<>(KEPT);
    private static final BlockingQueue<Inflater> INFLATERS = new ArrayBlockingQueue<>(KEPT);

    private Squeeze() {}

    /** Each behind its length, as {@link HeadCodec} writes texts; the most frequent last, as the nearest costs least. */
    private static byte[] dictionary(List<String> texts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (String text : texts) {
            all.write(text.length());
            all.writeBytes(text.getBytes(US_ASCII));
        }
        return all.toByteArray();
    }

    static byte[] squeeze(byte[] bytes) {
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

    /** What was squeezed; empty if that is nothing that was. */
    static Optional<byte[]> restore(byte[] squeezed) {
        Inflater kept = INFLATERS.poll();
        Inflater inflater = kept == null ? new Inflater(true) : kept;
        try {
            return restore(inflater, squeezed);
        } catch (DataFormatException damaged) {
            return Optional.empty();
        } finally {
            inflater.reset();
            if (!INFLATERS.offer(inflater)) {
                inflater.end();
            }
        }
    }

    private static Optional<byte[]> restore(Inflater inflater, byte[] squeezed) throws DataFormatException {
        inflater.setDictionary(DICTIONARY);
        inflater.setInput(squeezed);
        byte[] out = new byte[Math.max(512, 4 * squeezed.length)];
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
