package io.freshet.config;

/** The least of what is logged of the application, and all that is more than that. */
public enum LogLevel {
    ERROR,
    WARN,
    INFO,
    DEBUG
}
