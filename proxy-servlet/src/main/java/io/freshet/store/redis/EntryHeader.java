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
 *  0  the body's id, 16 bytes
 * 16  when the entry expires, in milliseconds of Unix time, 6 bytes
 * 22  when it was stored, in microseconds of Unix time: the order of the variants
 * 30  the length of the whole body, 5 bytes
 * 35  where the log of invalidations was when the response was asked for, two numbers
 * </pre>
 *
 * @param bodyId new for every stored response, and kept when it is freshened: what tells whether it was replaced
 * @param expires in the years 1970 to 10889; what is beyond is written as the nearest of these
 * @param parts how many parts of the body are keys of their own, 0 to {@link #MAX_PARTS}; 0 for a body within the entry. That follows from
 *     the length
 * @param bodyLength 0 or more
 * @param asked where the log of invalidations was at the latest
 */
record EntryHeader(UUID bodyId, Instant expires, long storedMicros, int parts, long bodyLength, StreamEntryID asked) {

    static final int LENGTH = 51;

    /** The body's id, which tells one stored response from every other. */
    static final int IDENTITY_LENGTH = 16;

    /** The longest body inside its entry, in bytes. */
    static final int MAX_INLINE = 64 * 1024;

    /** Each part but the last has this many bytes. */
    static final int PART_LENGTH = 256 * 1024;

    /** A body of 16 GiB. */
    static final int MAX_PARTS = 65_536;

    private static final long LAST_EXPIRY = (1L << 48) - 1;
    private static final long MAX_LENGTH = MAX_PARTS * (long) PART_LENGTH;

    void write(ByteBuffer out) {
        out.putLong(bodyId.getMostSignificantBits()).putLong(bodyId.getLeastSignificantBits());
        put(out, Math.max(0, Math.min(expires.toEpochMilli(), LAST_EXPIRY)), 6);
        out.putLong(storedMicros);
        put(out, bodyLength, 5);
        out.putLong(asked.getTime()).putLong(asked.getSequence());
    }

    private static void put(ByteBuffer out, long number, int bytes) {
        for (int i = bytes - 1; i >= 0; i--) {
            out.put((byte) (number >>> (8 * i)));
        }
    }

    private static long get(ByteBuffer in, int bytes) {
        long number = 0;
        for (int i = 0; i < bytes; i++) {
            number = number << 8 | (in.get() & 0xFF);
        }
        return number;
    }

    /** Reads the beginning of {@code value}; empty if that is no header. */
    static Optional<EntryHeader> read(byte[] value) {
        if (value.length < LENGTH) {
            return Optional.empty();
        }
        ByteBuffer in = ByteBuffer.wrap(value);
        UUID bodyId = new UUID(in.getLong(), in.getLong());
        Instant expires = Instant.ofEpochMilli(get(in, 6));
        long storedMicros = in.getLong();
        long length = get(in, 5);
        StreamEntryID asked = new StreamEntryID(in.getLong(), in.getLong());
        return length > MAX_LENGTH
                ? Optional.empty()
                : Optional.of(new EntryHeader(bodyId, expires, storedMicros, partsOf(length), length, asked));
    }

    /** How many parts a body of this length has. */
    static int partsOf(long length) {
        return length <= MAX_INLINE ? 0 : (int) ((length + PART_LENGTH - 1) / PART_LENGTH);
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
