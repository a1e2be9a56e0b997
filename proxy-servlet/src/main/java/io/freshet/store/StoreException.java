package io.freshet.store;

/** A store could not do what was asked: it is away, too slow, or holds something it cannot read. */
public final class StoreException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public StoreException(String message, Throwable cause) {
        super(message, cause);
    }

    public StoreException(String message) {
        super(message);
    }
}
