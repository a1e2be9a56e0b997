package io.freshet.store.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.freshet.http.OverridingDirectives;
import io.freshet.http.RequestHead;
import io.freshet.http.ResponseHead;
import io.freshet.http.Site;
import io.freshet.policy.StoredHead;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Optional;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;

/**
 * Turns all of a stored response but its content into bytes and back: the request's method, URI, site and fields, the response's status
 * and fields, the times of request and response; then, each behind whether it is there, an unusual reason phrase, the directives of this
 * cache, and what a compressed variant was made of. Texts are UTF-8 behind their length in bytes. All of it is compressed, see {@link
 * HeadCompression}.
 */
final class HeadCodec {

    /** What no length in a single byte is: the length follows in four. */
    private static final int LONG = 0xFF;

    /** Two empty texts: the least that one field takes. */
    private static final int LEAST_FIELD = 2;

    private static final byte ABSENT = 0;
    private static final byte THERE = 1;

    private HeadCodec() {}

    static byte[] encode(StoredHead head) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(1024);
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            writeText(out, head.request().method());
            writeText(out, head.request().uri());
            writeText(out, head.request().site().address());
            writeFields(out, head.request().fields());
            out.writeShort(head.response().status());
            writeFields(out, head.response().fields());
            writeInstant(out, head.requestTime());
            writeInstant(out, head.responseTime());
            writeOptional(out, head.response().reason());
            writeOptional(out, head.response().overriding().map(OverridingDirectives::text));
            writeOptional(out, head.madeOf());
        } catch (IOException impossible) {
            throw new UncheckedIOException("memory does not fail to be written", impossible);
        }
        return HeadCompression.compress(bytes.toByteArray());
    }

    private static void writeText(DataOutputStream out, String text) throws IOException {
        byte[] bytes = text.getBytes(UTF_8);
        writeLength(out, bytes.length);
        out.write(bytes);
    }

    private static void writeOptional(DataOutputStream out, Optional<String> text) throws IOException {
        out.writeByte(text.isPresent() ? THERE : ABSENT);
        if (text.isPresent()) {
            writeText(out, text.get());
        }
    }

    private static void writeLength(DataOutputStream out, int length) throws IOException {
        if (length < LONG) {
            out.writeByte(length);
        } else {
            out.writeByte(LONG);
            out.writeInt(length);
        }
    }

    private static void writeFields(DataOutputStream out, HttpFields fields) throws IOException {
        writeLength(out, fields.size());
        for (HttpField field : fields) {
            writeText(out, field.getName());
            writeText(out, field.getValue());
        }
    }

    private static void writeInstant(DataOutputStream out, Instant instant) throws IOException {
        out.writeLong(instant.getEpochSecond());
        out.writeInt(instant.getNano());
    }

    /** Empty if that is not what {@link #encode} wrote. */
    static Optional<StoredHead> decode(byte[] compressed) {
        return HeadCompression.decompress(compressed).flatMap(HeadCodec::read);
    }

    private static Optional<StoredHead> read(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        try {
            RequestHead request = readRequest(in);
            int status = readStatus(in);
            HttpFields fields = readFields(in);
            Instant requestTime = readInstant(in);
            Instant responseTime = readInstant(in);
            Optional<String> reason = readOptional(in);
            ResponseHead response = new ResponseHead(status, reason, fields, readDirectives(in));
            StoredHead head = new StoredHead(request, response, requestTime, responseTime, readOptional(in));
            return in.hasRemaining() ? Optional.empty() : Optional.of(head);
        } catch (Damaged damaged) {
            return Optional.empty();
        }
    }

    private static RequestHead readRequest(ByteBuffer in) throws Damaged {
        String method = readText(in);
        String uri = readText(in);
        Site site = Site.at(readText(in));
        return new RequestHead(method, uri, readFields(in), site);
    }

    private static String readText(ByteBuffer in) throws Damaged {
        byte[] bytes = new byte[readLength(in, 1)];
        in.get(bytes);
        return new String(bytes, UTF_8);
    }

    private static Optional<OverridingDirectives> readDirectives(ByteBuffer in) throws Damaged {
        Optional<String> text = readOptional(in);
        Optional<OverridingDirectives> directives = text.flatMap(OverridingDirectives::read);
        if (text.isPresent() && directives.isEmpty()) {
            throw new Damaged();
        }
        return directives;
    }

    private static Optional<String> readOptional(ByteBuffer in) throws Damaged {
        require(in, 1);
        byte there = in.get();
        if (there != THERE && there != ABSENT) {
            throw new Damaged();
        }
        return there == THERE ? Optional.of(readText(in)) : Optional.empty();
    }

    private static HttpFields readFields(ByteBuffer in) throws Damaged {
        int count = readLength(in, LEAST_FIELD);
        HttpFields.Mutable fields = HttpFields.build(count);
        for (int i = 0; i < count; i++) {
            fields.add(new HttpField(readText(in), readText(in)));
        }
        return fields.asImmutable();
    }

    /** Reads how many things follow, each of at least {@code least} bytes: never more than there can be. */
    private static int readLength(ByteBuffer in, int least) throws Damaged {
        require(in, 1);
        int length = in.get() & 0xFF;
        if (length == LONG) {
            require(in, Integer.BYTES);
            length = in.getInt();
        }
        if (length < 0 || length > in.remaining() / least) {
            throw new Damaged();
        }
        return length;
    }

    private static int readStatus(ByteBuffer in) throws Damaged {
        require(in, Short.BYTES);
        int status = in.getShort();
        if (status < 100 || status > 599) {
            throw new Damaged();
        }
        return status;
    }

    private static Instant readInstant(ByteBuffer in) throws Damaged {
        require(in, Long.BYTES + Integer.BYTES);
        long seconds = in.getLong();
        int nanos = in.getInt();
        boolean exists = seconds >= Instant.MIN.getEpochSecond() && seconds <= Instant.MAX.getEpochSecond();
        if (!exists || nanos < 0 || nanos > Instant.MAX.getNano()) {
            throw new Damaged();
        }
        return Instant.ofEpochSecond(seconds, nanos);
    }

    private static void require(ByteBuffer in, int bytes) throws Damaged {
        if (in.remaining() < bytes) {
            throw new Damaged();
        }
    }

    private static final class Damaged extends Exception {
        private static final long serialVersionUID = 1L;

        Damaged() {
            super("not what was written", null, false, false);
        }
    }
}
