package io.freshet.store.redis;

import io.freshet.policy.StoredHead;
import io.freshet.store.CacheKey;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import org.eclipse.jetty.http.HttpFields;

/**
 * What Redis holds, which others may have written. The first byte says how deep the rest gets: a whole value, one whose checksum and key
 * are right, the compressed head, or the head itself.
 */
public final class EntryCodecFuzz {

    private static final CacheKey KEY = new CacheKey("http://origin.example /a");
    private static final int HEAD = EntryHeader.LENGTH + CacheKey.PROOF_LENGTH;

    private EntryCodecFuzz() {}

    /** What the fuzzer calls. */
    public static void fuzzerTestOneInput(byte[] data) {
        if (data.length == 0) {
            return;
        }
        byte[] rest = Arrays.copyOfRange(data, 1, data.length);
        switch (data[0] & 3) {
            case 0 -> {
                entry(rest);
                PackedEntries.read(rest).entries().forEach(packed -> entry(packed.value()));
            }
            case 1 -> entry(sealed(rest));
            case 2 -> HeadCodec.decode(rest).ifPresent(EntryCodecFuzz::head);
            default -> HeadCodec.decode(HeadCompression.compress(rest)).ifPresent(EntryCodecFuzz::head);
        }
    }

    private static byte[] sealed(byte[] value) {
        if (value.length < HEAD + Checksum.LENGTH) {
            return value;
        }
        System.arraycopy(KEY.proof(), 0, value, EntryHeader.LENGTH, CacheKey.PROOF_LENGTH);
        int end = value.length - Checksum.LENGTH;
        return ByteBuffer.wrap(value).putInt(end, Checksum.of(value, end)).array();
    }

    private static void entry(byte[] value) {
        EntryHeader.read(value);
        EntryCodec.head(value);
        EntryCodec.decode(KEY, value).ifPresent(read -> {
            Entry again = EntryCodec.decode(KEY, EntryCodec.encode(KEY, read)).orElseThrow();
            holds(again.header().equals(read.header()), "a header reads as it was written", read.header());
            holds(again.inline().equals(read.inline()), "content reads as it was written", read.inline());
            holds(EntryCodec.decode(new CacheKey("another"), value).isEmpty(), "no other key has it", read.head());
            head(read.head());
        });
    }

    private static void head(StoredHead head) {
        Optional<StoredHead> again = HeadCodec.decode(HeadCodec.encode(head));
        holds(
                again.map(EntryCodecFuzz::text).equals(Optional.of(text(head))),
                "a head reads as it was written",
                text(head));
    }

    private static String text(StoredHead head) {
        return head.request().method()
                + '\n'
                + head.request().uri()
                + '\n'
                + lines(head.request().fields())
                + '\n'
                + head.response().status()
                + '\n'
                + lines(head.response().fields())
                + '\n'
                + head.requestTime()
                + '\n'
                + head.responseTime();
    }

    private static String lines(HttpFields fields) {
        return fields.stream()
                .map(field -> field.getName() + ": " + field.getValue())
                .collect(Collectors.joining("\n"));
    }

    private static void holds(boolean property, String what, Object seen) {
        if (!property) {
            throw new AssertionError(what + ": " + seen);
        }
    }
}
