package io.freshet.engine;

/** What an adapter must do next for a client's request. */
public sealed interface Step permits Answer, Fetch, Follow, Relay, Stream {}
