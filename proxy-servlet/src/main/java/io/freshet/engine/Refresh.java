package io.freshet.engine;

/**
 * A fetch on nobody's behalf, which brings a stored response up to date.
 *
 * @param fetch what to fetch; what comes of it goes to the store
 * @param done to be run once the fetch has come to its end, or was not made
 */
public record Refresh(Fetch fetch, Runnable done) {}
