package io.freshet.config;

import java.time.Duration;

/**
 * How requests for the same share a fetch.
 *
 * @param maxWaiting the most requests that wait for the response to another one; 0 for none
 * @param buffer the most bytes of responses that several clients read while they arrive
 * @param hitForMiss how long requests for what could not be shared do not wait for each other, and a refresh that came to nothing is
 *     not repeated
 * @param lease how long other nodes wait for one that fetches and falls silent; zero for not at all
 */
public record CollapseConfig(int maxWaiting, long buffer, Duration hitForMiss, Duration lease) {}
