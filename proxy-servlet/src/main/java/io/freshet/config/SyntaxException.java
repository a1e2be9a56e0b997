package io.freshet.config;

import java.util.Objects;

/** A text is no value of its setting. The message says what would be, as the rest of a sentence: {@code a number from 1 to 9}. */
public final class SyntaxException extends Exception {

    private static final long serialVersionUID = 1L;

    SyntaxException(String allowed) {
        super(allowed);
    }

    /** Never absent, other than an exception's in general. */
    @Override
    public String getMessage() {
        return Objects.requireNonNull(super.getMessage());
    }
}
