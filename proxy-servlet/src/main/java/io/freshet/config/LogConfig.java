package io.freshet.config;

/**
 * What is told of the proxy's work.
 *
 * @param level the least of what is logged on standard error
 * @param access whether, where and how each request is noted
 */
public record LogConfig(LogLevel level, AccessLogConfig access) {}
