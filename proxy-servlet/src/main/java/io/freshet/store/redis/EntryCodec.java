package io.freshet.store.redis;

import io.freshet.policy.StoredHead;
import io.freshet.store.CacheKey;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/**
 * Turns a stored response into the bytes in Redis and back. After the {@link EntryHeader}: what tells its key from all
 * others with the same name in Redis, the length of the head and the head, the body if it is inline, and a CRC-32C of all that.
 *
 * <p>An entry is read only if this class wrote it, whole and under the same key.
 */
final class EntryCodec {

    private static final int HEAD = EntryHeader.LENGTH + CacheKey.PROOF_LENGTH + Integer.BYTES;

    private EntryCodec() {}

    static byte[] encode(CacheKey key, Entry entry) {
        byte[] head = HeadCodec.encode(entry.head());
        ByteBuffer inline = entry.inline().duplicate();
        byte[] value = new byte[HEAD + head.length + inline.remaining() + Checksum.LENGTH];
        ByteBuffer out = ByteBuffer.wrap(value);
        entry.header().write(out);
        out.put(key.proof()).putInt(head.length).put(head).put(inline);
        out.putInt(Checksum.of(value, out.position()));
        return value;
    }

    /** Empty if {@code value} is damaged, truncated, of another version, under another key, or nothing of ours at all. */
    static Optional<Entry> decode(CacheKey key, byte[] value) {
        return EntryHeader.read(value).flatMap(header -> decode(key, header, value));
    }

    private static Optional<Entry> decode(CacheKey key, EntryHeader header, byte[] value) {
        int end = value.length - Checksum.LENGTH;
        if (end < HEAD || ByteBuffer.wrap(value).getInt(end) != Checksum.of(value, end)) {
            return Optional.empty();
        }
        int inlineLength = header.parts() == 0 ? (int) header.bodyLength() : 0;
        int headLength = ByteBuffer.wrap(value).getInt(HEAD - Integer.BYTES);
        boolean underKey = Arrays.equals(
                value,
                EntryHeader.LENGTH,
                EntryHeader.LENGTH + CacheKey.PROOF_LENGTH,
                key.proof(),
                0,
                CacheKey.PROOF_LENGTH);
        if (!underKey || headLength < 0 || headLength != end - HEAD - inlineLength) {
            return Optional.empty();
        }
        // In an array of its own, so that who keeps the content does not keep the head's bytes as well.
        byte[] inline = Arrays.copyOfRange(value, HEAD + headLength, end);
        return HeadCodec.decode(Arrays.copyOfRange(value, HEAD, HEAD + headLength))
                .map(head -> new Entry(header, head, ByteBuffer.wrap(inline).asReadOnlyBuffer()));
    }

    /** The head of an entry of which only the beginning is known; empty if there is none. */
    static Optional<StoredHead> head(byte[] beginning) {
        if (beginning.length < HEAD) {
            return Optional.empty();
        }
        int length = ByteBuffer.wrap(beginning).getInt(HEAD - Integer.BYTES);
        return length < 0 || length > beginning.length - HEAD
                ? Optional.empty()
                : HeadCodec.decode(Arrays.copyOfRange(beginning, HEAD, HEAD + length));
    }
}
