package io.freshet.store.redis;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/** One key of a large body: content, then its CRC-32C in four bytes. */
final class BodyPart {

    /** The most bytes that a part takes in Redis. */
    static final int CAPACITY = EntryHeader.PART_LENGTH + Checksum.LENGTH;

    private BodyPart() {}

    /** What to write for the first {@code length} bytes of {@code buffer}: the buffer itself if that has the right size. */
    static byte[] seal(byte[] buffer, int length) {
        int size = length + Checksum.LENGTH;
        byte[] value = buffer.length == size ? buffer : Arrays.copyOf(buffer, size);
        ByteBuffer.wrap(value).putInt(length, Checksum.of(value, length));
        return value;
    }

    /** Empty if {@code value} is not what was written, or does not hold {@code length} bytes. */
    static Optional<ByteBuffer> open(byte[] value, int length) {
        boolean whole = value.length == length + Checksum.LENGTH
                && ByteBuffer.wrap(value).getInt(length) == Checksum.of(value, length);
        return whole ? Optional.of(ByteBuffer.wrap(value, 0, length).slice().asReadOnlyBuffer()) : Optional.empty();
    }
}
