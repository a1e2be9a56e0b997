package io.freshet.config;

/** Where a configuration comes from, and can be read once more. */
@FunctionalInterface
public interface ConfigSource {

    /** What it says now. */
    ProxyConfig read() throws ConfigException;
}
