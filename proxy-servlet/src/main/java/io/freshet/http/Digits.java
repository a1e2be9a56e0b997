package io.freshet.http;

import java.util.OptionalLong;

/** Whole numbers of any length. */
final class Digits {

    private Digits() {}

    /** The number that {@code text} is, {@link Long#MAX_VALUE} for any greater one; empty unless it is digits and no more. */
    static OptionalLong parse(String text) {
        if (text.isEmpty()) {
            return OptionalLong.empty();
        }
        long number = 0;
        for (int i = 0; i < text.length(); i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return OptionalLong.empty();
            }
            boolean fits = number < Long.MAX_VALUE / 10;
            number = fits ? number * 10 + digit : Long.MAX_VALUE;
        }
        return OptionalLong.of(number);
    }
}
