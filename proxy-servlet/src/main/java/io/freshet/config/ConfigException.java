package io.freshet.config;

import java.util.Objects;

/**
 * The configuration cannot be used. The message is one sentence for the operator: it names the setting as they wrote it, what
 * they wrote (never a password) and what is allowed.
 */
public final class ConfigException extends Exception {

    private static final long serialVersionUID = 1L;

    public ConfigException(String message) {
        super(message);
    }

    /** Never absent, other than an exception's in general. */
    @Override
    public String getMessage() {
        return Objects.requireNonNull(super.getMessage());
    }
}
