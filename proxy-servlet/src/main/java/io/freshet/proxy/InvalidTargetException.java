package io.freshet.proxy;

/** A URL or a name that cannot be meant; the message says why, and what to do. */
public final class InvalidTargetException extends Exception {
    private static final long serialVersionUID = 1L;

    public InvalidTargetException(String message) {
        super(message);
    }
}
