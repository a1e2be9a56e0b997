package io.freshet.store.memory;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Reads what a {@link PackedWriter} has written, in the same order. */
final class PackedReader {

    private static final int SEVEN_BITS = 0x7F;

    private final byte[] bytes;
    private int position;

    PackedReader(byte[] bytes) {
        this.bytes = bytes;
    }

    long number() {
        long value = 0;
        int shift = 0;
        byte next;
        do {
            next = bytes[position++];
            value |= (long) (next & SEVEN_BITS) << shift;
            shift += 7;
        } while (next < 0);
        return value;
    }

    int count() {
        return (int) number();
    }

    long signed() {
        long value = number();
        return (value >>> 1) ^ -(value & 1);
    }

    String text() {
        long told = number();
        int length = (int) (told >>> 1);
        position += length;
        boolean narrow = (told & 1) == 0;
        int start = position - length;
        return narrow
                ? new String(bytes, start, length, StandardCharsets.ISO_8859_1)
                : ByteBuffer.wrap(bytes, start, length).asCharBuffer().toString();
    }
}
