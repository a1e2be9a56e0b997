package io.freshet.store.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.freshet.http.RequestHead;
import io.freshet.http.ResponseHead;
import io.freshet.policy.StoredHead;
import io.freshet.store.CacheKey;
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
 * Turns a stored response into the bytes of its field in Redis and back. After the {@link EntryHeader}: the cache key in
 * full, the request's method, URI and fields, the response's status and fields, the times of request and response, the body
 * if it is inline, and a CRC-32C of all that. Texts are UTF-8 behind their length in bytes.
 *
 * <p>Whatever reads back was written by this class, whole and under the same key; anything else is nothing.
 */
final class EntryCodec {

    /** Two empty texts: the least that one field takes. */
    private static final int LEAST_FIELD = 2 * Integer.BYTES;

    private EntryCodec() {}

    static byte[] encode(CacheKey key, Entry entry) {
        ByteArrayOutputStream bytes =
                new ByteArrayOutputStream(1024 + entry.inline().remaining());
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            ByteBuffer header = ByteBuffer.allocate(EntryHeader.LENGTH);
            entry.header().write(header);
            out.write(header.array());
            StoredHead head = entry.head();
            writeText(out, key.value());
            writeText(out, head.request().method());
            writeText(out, head.request().uri());
            writeFields(out, head.request().fields());
            out.writeInt(head.response().status());
            writeFields(out, head.response().fields());
            writeInstant(out, head.requestTime());
            writeInstant(out, head.responseTime());
            byte[] inline = new byte[entry.inline().remaining()];
            entry.inline().duplicate().get(inline);
            out.write(inline);
            out.writeInt(Checksum.of(bytes.toByteArray(), bytes.size()));
        } catch (IOException impossible) {
            throw new UncheckedIOException("memory does not fail to be written", impossible);
        }
        return bytes.toByteArray();
    }

    private static void writeText(DataOutputStream out, String text) throws IOException {
        byte[] bytes = text.getBytes(UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    private static void writeFields(DataOutputStream out, HttpFields fields) throws IOException {
        out.writeInt(fields.size());
        for (HttpField field : fields) {
            writeText(out, field.getName());
            writeText(out, field.getValue());
        }
    }

    private static void writeInstant(DataOutputStream out, Instant instant) throws IOException {
        out.writeLong(instant.getEpochSecond());
        out.writeInt(instant.getNano());
    }

    /** Empty if {@code value} is damaged, truncated, of another version, under another key, or nothing of ours at all. */
    static Optional<Entry> decode(CacheKey key, byte[] value) {
        return EntryHeader.read(value).flatMap(header -> decode(key, header, value));
    }

    private static Optional<Entry> decode(CacheKey key, EntryHeader header, byte[] value) {
        int end = value.length - Checksum.LENGTH;
        if (end < EntryHeader.LENGTH || ByteBuffer.wrap(value).getInt(end) != Checksum.of(value, end)) {
            return Optional.empty();
        }
        ByteBuffer in = ByteBuffer.wrap(value, EntryHeader.LENGTH, end - EntryHeader.LENGTH);
        try {
            if (!readText(in).equals(key.value())) {
                return Optional.empty();
            }
            RequestHead request = new RequestHead(readText(in), readText(in), readFields(in));
            ResponseHead response = new ResponseHead(readStatus(in), readFields(in));
            StoredHead head = new StoredHead(request, response, readInstant(in), readInstant(in));
            boolean whole = in.remaining() == (header.parts() == 0 ? header.bodyLength() : 0);
            return whole ? Optional.of(new Entry(header, head, readRest(in))) : Optional.empty();
        } catch (Damaged damaged) {
            return Optional.empty();
        }
    }

    /** In an array of its own, so that who keeps the content does not keep the head's bytes as well. */
    private static ByteBuffer readRest(ByteBuffer in) {
        byte[] rest = new byte[in.remaining()];
        in.get(rest);
        return ByteBuffer.wrap(rest).asReadOnlyBuffer();
    }

    private static String readText(ByteBuffer in) throws Damaged {
        byte[] bytes = new byte[readLength(in, 1)];
        in.get(bytes);
        return new String(bytes, UTF_8);
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
        require(in, Integer.BYTES);
        int length = in.getInt();
        if (length < 0 || length > in.remaining() / least) {
            throw new Damaged();
        }
        return length;
    }

    private static int readStatus(ByteBuffer in) throws Damaged {
        require(in, Integer.BYTES);
        int status = in.getInt();
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
