package io.freshet.proxy.origin;

import java.io.IOException;

/** Why an exchange with the origin came to nothing, where that is the client's doing or this proxy's own. */
public final class NotTheOrigin extends IOException {

    private static final long serialVersionUID = 1L;

    public NotTheOrigin(String message) {
        super(message);
    }

    public NotTheOrigin(Throwable cause) {
        super(cause);
    }
}
