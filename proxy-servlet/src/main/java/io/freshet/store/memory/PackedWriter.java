package io.freshet.store.memory;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Bytes that grow as they are written: numbers in as few bytes as they need, texts in one byte a character where that is possible. */
final class PackedWriter {

    private static final int SEVEN_BITS = 0x7F;
    private static final int MORE = 0x80;
    private static final int ONE_BYTE_MAX = 0xFF;

    private byte[] bytes = new byte[512];
    private int length;

    void number(long value) {
        long rest = value;
        while ((rest & ~SEVEN_BITS) != 0) {
            put((byte) ((rest & SEVEN_BITS) | MORE));
            rest >>>= 7;
        }
        put((byte) rest);
    }

    /** A number that may be negative. */
    void signed(long value) {
        number((value << 1) ^ (value >> (Long.SIZE - 1)));
    }

    void text(String text) {
        boolean narrow = isAtMost(text, ONE_BYTE_MAX);
        byte[] encoded = narrow ? text.getBytes(StandardCharsets.ISO_8859_1) : wide(text);
        number(((long) encoded.length << 1) | (narrow ? 0 : 1));
        room(encoded.length);
        System.arraycopy(encoded, 0, bytes, length, encoded.length);
        length += encoded.length;
    }

    /** Two bytes a character, also where a half of a pair stands alone, which charsets would replace. */
    private static byte[] wide(String text) {
        ByteBuffer encoded = ByteBuffer.allocate(Character.BYTES * text.length());
        encoded.asCharBuffer().put(text);
        return encoded.array();
    }

    /** Whether no character is larger than that. */
    static boolean isAtMost(String text, int largest) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) > largest) {
                return false;
            }
        }
        return true;
    }

    private void put(byte value) {
        room(1);
        bytes[length++] = value;
    }

    private void room(int more) {
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + more));
        }
    }

    byte[] written() {
        return Arrays.copyOf(bytes, length);
    }
}
