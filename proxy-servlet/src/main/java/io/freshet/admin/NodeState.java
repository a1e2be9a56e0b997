package io.freshet.admin;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.freshet.store.Node;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A process that shares the store, and how it is.
 *
 * @param self whether it is the one that tells
 * @param behind how many seconds before it was heard of it knew all that had been invalidated; absent if it never did
 */
record NodeState(
        String host,
        long pid,
        boolean self,
        @JsonProperty("uptime-seconds") double up,
        @JsonProperty("heard-seconds-ago") double silent,
        @JsonProperty("invalidation-lag-seconds") @Nullable Double behind) {

    static NodeState of(Node node) {
        return new NodeState(
                node.host(),
                node.pid(),
                node.self(),
                seconds(node.up()),
                seconds(node.silent()),
                node.behind().isNegative() ? null : seconds(node.behind()));
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1e3;
    }
}
