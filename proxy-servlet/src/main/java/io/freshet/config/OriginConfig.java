package io.freshet.config;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A site to stand in front of, and where it runs.
 *
 * @param name what rules call it
 * @param url what it is called: part of every key, and the {@code Host} that it is asked for; as {@link OriginSideConfig#url}
 * @param addresses where it listens, one after another in turn; scheme, host and port of each count. Empty for {@code url} itself
 * @param maxFails how many requests to an address may fail, one after another, until it is ejected for a while; 1 or more
 * @param failTimeout for how long it is ejected
 * @param health how the addresses are asked whether they are well; empty for not at all
 */
public record OriginConfig(
        String name, URI url, List<URI> addresses, int maxFails, Duration failTimeout, Optional<HealthCheck> health) {

    /** What the origin is called that the setting {@code origin} names. */
    public static final String DEFAULT = "default";

    public OriginConfig {
        addresses = List.copyOf(addresses);
    }

    /** An origin at the address that its name gives, without a health check. */
    public static OriginConfig at(String name, URI url) {
        return new OriginConfig(name, url, List.of(), 3, Duration.ofSeconds(10), Optional.empty());
    }

    /**
     * A GET that an address which is well answers with 200 to 399.
     *
     * @param path what is asked for, with a slash at its beginning
     * @param interval between two
     * @param timeout the longest wait for an answer
     * @param unhealthyAfter how many must fail, one after another, until the address counts as unhealthy; 1 or more
     * @param healthyAfter how many must succeed until it counts as well again; 1 or more
     */
    public record HealthCheck(String path, Duration interval, Duration timeout, int unhealthyAfter, int healthyAfter) {}
}
