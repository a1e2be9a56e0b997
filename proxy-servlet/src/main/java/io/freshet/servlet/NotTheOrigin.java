package io.freshet.servlet;

import java.io.IOException;

/** Why an exchange with the origin came to nothing, where that is the client's doing or this proxy's own. */
final class NotTheOrigin extends IOException {

    private static final long serialVersionUID = 1L;

    NotTheOrigin(String message) {
        super(message);
    }

    NotTheOrigin(Throwable cause) {
        super(cause);
    }
}
