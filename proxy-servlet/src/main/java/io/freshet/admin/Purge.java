package io.freshet.admin;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.freshet.store.PurgeMode;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What is to be purged: one of these. */
record Purge(
        @JsonProperty @Nullable String url,
        @JsonProperty @Nullable String tag,
        @JsonProperty @Nullable String prefix,
        @JsonProperty @Nullable Boolean all,
        @JsonProperty @Nullable Boolean soft) {

    PurgeMode strength() {
        return Boolean.TRUE.equals(soft) ? PurgeMode.SOFT : PurgeMode.HARD;
    }

    /** Whether it is exactly one, and everything only if that is said in so many words. */
    boolean clear() {
        return Stream.of(url, tag, prefix, all).filter(one -> one != null).count() == 1 && !Boolean.FALSE.equals(all);
    }

    Optional<String> ofUrl() {
        return Optional.ofNullable(url);
    }

    Optional<String> ofTag() {
        return Optional.ofNullable(tag);
    }

    Optional<String> ofPrefix() {
        return Optional.ofNullable(prefix);
    }
}
