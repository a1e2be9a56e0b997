package io.freshet.http;

import java.nio.charset.StandardCharsets;

/** UTF-8 as the Encoding Standard decodes it (§8.1.1), which is not how the JDK counts replacement characters. */
public final class Utf8 {

    private static final char REPLACEMENT = '\uFFFD';

    private Utf8() {}

    /** The bytes of {@code text}, each as a character of the same number: how the target of a request is kept here. */
    public static String asBytes(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    /** The text in the first {@code length} bytes, with U+FFFD for what is malformed; a byte order mark stays. */
    static String decode(byte[] bytes, int length) {
        StringBuilder text = new StringBuilder(length);
        int codePoint = 0;
        int needed = 0;
        int lower = 0x80;
        int upper = 0xBF;
        for (int i = 0; i < length; i++) {
            int b = bytes[i] & 0xFF;
            if (needed > 0 && (b < lower || b > upper)) {
                // What has begun ends here; this byte may begin something else.
                text.append(REPLACEMENT);
                needed = 0;
            } else if (needed > 0) {
                codePoint = (codePoint << 6) | (b & 0x3F);
                needed--;
                lower = 0x80;
                upper = 0xBF;
                if (needed == 0) {
                    text.appendCodePoint(codePoint);
                }
                continue;
            }
            if (b < 0x80) {
                text.append((char) b);
            } else if (b < 0xC2 || b > 0xF4) {
                text.append(REPLACEMENT);
            } else {
                needed = b < 0xE0 ? 1 : b < 0xF0 ? 2 : 3;
                codePoint = b & (0x3F >> needed);
                // No longer forms than necessary, no surrogates, nothing beyond U+10FFFF.
                lower = b == 0xE0 ? 0xA0 : b == 0xF0 ? 0x90 : 0x80;
                upper = b == 0xED ? 0x9F : b == 0xF4 ? 0x8F : 0xBF;
            }
        }
        return needed > 0 ? text.append(REPLACEMENT).toString() : text.toString();
    }
}
