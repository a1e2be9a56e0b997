package io.freshet.store.redis;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;
import redis.clients.jedis.StreamEntryID;

/**
 * The first bytes of an entry, of fixed length, which the scripts read too. Big-endian:
 *
 * <pre>
 *  0  "FRS" and the version of the layout, 5
 *  4  the body's id, 16 bytes
 * 20  when the entry expires, in milliseconds of Unix time
 * 28  when it was stored, in microseconds of Unix time: the order of the variants
 * 36  how many parts of the body are keys of their own; 0 for a body within the entry
 * 40  the length of the whole body
 * 48  where the log of invalidations was when the response was asked for, two numbers
 * </pre>
 *
 * @param bodyId new for every stored response, and kept when it is freshened: what tells whether it was replaced
 * @param parts 0 to {@link #MAX_PARTS}
 * @param bodyLength 0 or more
 * @param asked where the log of invalidations was at the latest
 */
record EntryHeader(UUID bodyId, Instant expires, long storedMicros, int parts, long bodyLength, StreamEntryID asked) {

    static final int LENGTH = 64;

    /** What begins an entry up to the body's id, and so tells one stored response from every other. */
    static final int IDENTITY_LENGTH = 20;

    /** The longest body inside its entry, in bytes. */
    static final int MAX_INLINE = 64 * 1024;

    /** Each part but the last has this many bytes. */
    static final int PART_LENGTH = 256 * 1024;

    /** A body of 16 GiB. */
    static final int MAX_PARTS = 65_536;

    private static final int MAGIC = 'F' << 24 | 'R' << 16 | 'S' << 8 | 5;

    void write(ByteBuffer out) {
        out.putInt(MAGIC)
                .putLong(bodyId.getMostSignificantBits())
                .putLong(bodyId.getLeastSignificantBits())
                .putLong(expires.toEpochMilli())
                .putLong(storedMicros)
                .putInt(parts)
                .putLong(bodyLength)
                .putLong(asked.getTime())
                .putLong(asked.getSequence());
    }

    /** Reads the beginning of {@code value}; empty if that is no header, or one of another version. */
    static Optional<EntryHeader> read(byte[] value) {
        if (value.length < LENGTH) {
            return Optional.empty();
        }
        ByteBuffer in = ByteBuffer.wrap(value);
        if (in.getInt() != MAGIC) {
            return Optional.empty();
        }
        EntryHeader header = new EntryHeader(
                new UUID(in.getLong(), in.getLong()),
                Instant.ofEpochMilli(in.getLong()),
                in.getLong(),
                in.getInt(),
                in.getLong(),
                new StreamEntryID(in.getLong(), in.getLong()));
        return header.hasBodyThatFits() ? Optional.of(header) : Optional.empty();
    }

    private boolean hasBodyThatFits() {
        if (parts == 0) {
            return bodyLength >= 0 && bodyLength <= MAX_INLINE;
        }
        return parts > 0
                && parts <= MAX_PARTS
                && bodyLength > (parts - 1) * (long) PART_LENGTH
                && bodyLength <= parts * (long) PART_LENGTH;
    }

    /** The length of part {@code index} of the body, in bytes. */
    int partLength(int index) {
        return (int) Math.min(PART_LENGTH, bodyLength - index * (long) PART_LENGTH);
    }

    byte[] identity() {
        ByteBuffer out = ByteBuffer.allocate(LENGTH);
        write(out);
        return identity(out.array());
    }

    /** What tells {@code value} from every other, even if it is damaged. */
    static byte[] identity(byte[] value) {
        return Arrays.copyOf(value, Math.min(value.length, IDENTITY_LENGTH));
    }
}
