package io.freshet.policy;

import static io.freshet.policy.OperatorDirectives.ASSUMED;
import static io.freshet.policy.OperatorDirectives.BYPASS;
import static io.freshet.policy.OperatorDirectives.IGNORED;
import static io.freshet.policy.OperatorDirectives.RULES;
import static io.freshet.policy.OperatorDirectives.SHARE;
import static io.freshet.policy.OperatorDirectives.TAGS;

import io.freshet.http.CacheControl;
import io.freshet.http.OverridingDirectives;
import io.freshet.http.ResponseHead;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Makes {@link OperatorDirectives} of what the origin said and what the operator's rules override. Pure. */
public final class OperatorDirectivesEncoder {

    private static final Pattern TOKEN = Pattern.compile("[a-z0-9!#$%&'*+.^_`|~-]+");

    /** How long what was made stale may at least be used. */
    private static final Duration SOFT = Duration.ofHours(1);

    /** What may be kept of what the origin says, beside lifetimes. */
    private static final List<String> KEPT = List.of(
            "no-store",
            "private",
            "no-cache",
            "must-revalidate",
            "proxy-revalidate",
            "must-understand",
            "public",
            "no-transform");

    /** Each with what else an operator means by it. */
    private static final Map<String, Set<String>> MEANT = Map.of("must-revalidate", Set.of("proxy-revalidate"));

    private OperatorDirectivesEncoder() {}

    /**
     * {@code response} as {@code overrides} want it.
     *
     * @param stored the response as it is, with the times that its age is reckoned by
     */
    static ResponseHead direct(StoredHead stored, Overrides overrides, PolicySettings settings) {
        ResponseHead response = stored.response();
        ResponseDirectives said = ResponseDirectives.of(response, settings);
        boolean ageless = overrides.ignored().contains("max-age");
        List<String> members = kept(said.control(), overrides);
        String lifetime = !ageless
                        && said.control().has("s-maxage")
                        && !overrides.ignored().contains("must-revalidate")
                ? "s-maxage"
                : "max-age";
        if (!lifetime.equals("s-maxage") && said.shared() && !members.contains("public")) {
            members.add("public");
        }
        ResponseDirectives counted = ageless ? without(members, response, settings) : said;
        Freshness freshness = Freshness.of(stored, counted, settings, stored.responseTime());
        Duration left = left(freshness, overrides);
        if (overrides.ttl().isPresent() || freshness.explicit() || !left.equals(freshness.remaining())) {
            members.add(lifetime + "=" + seconds(left.plus(freshness.age())));
            if (overrides.ttl().isEmpty() && !freshness.explicit()) {
                members.add(ASSUMED);
            }
        }
        addStaleness(members, said.control(), overrides);
        addOwn(members, ignored(said, response, overrides), overrides);
        // What cannot be read again would count as absent: nothing is stored then.
        return response.overriddenBy(directives(members).or(() -> directives(List.of("no-store", BYPASS))));
    }

    /** How long it may be used stale (RFC 5861): as rules say, or else as the origin does. */
    private static void addStaleness(List<String> members, CacheControl said, Overrides overrides) {
        overrides
                .staleIfError()
                .or(() -> said.duration("stale-if-error"))
                .ifPresent(window -> members.add("stale-if-error=" + seconds(window)));
        overrides
                .staleWhileRevalidate()
                .or(() -> said.duration("stale-while-revalidate"))
                .ifPresent(window -> members.add("stale-while-revalidate=" + seconds(window)));
    }

    /** What no RFC has a directive for. */
    private static void addOwn(List<String> members, Set<String> ignored, Overrides overrides) {
        if (!overrides.rules().isEmpty()) {
            members.add(words(RULES, overrides.rules()));
        }
        if (!ignored.isEmpty()) {
            members.add(words(IGNORED, ignored));
        }
        if (!overrides.tags().isEmpty()) {
            members.add(words(TAGS, new TreeSet<>(overrides.tags())));
        }
        if (overrides.bypass().orElse(false)) {
            members.add(BYPASS);
        }
        if (overrides.share().orElse(false)) {
            members.add(SHARE);
        }
    }

    /**
     * {@code stored} with a lifetime that ended at {@code since}, unless it had ended by then; for a while after that it may still be
     * used as RFC 5861 says, where nothing forbids that.
     */
    public static StoredHead stale(StoredHead stored, PolicySettings settings, Instant since) {
        ResponseHead response = stored.response();
        ResponseDirectives said = ResponseDirectives.of(response, settings);
        Freshness freshness = Freshness.of(stored, said, settings, since);
        if (!freshness.fresh()) {
            return stored;
        }
        List<String> members = kept(said.control(), Overrides.NONE);
        if (said.control().has("s-maxage")) {
            members.add("proxy-revalidate");
        }
        members.add(lifetimeUntilNow(freshness));
        if (!freshness.explicit()) {
            members.add(ASSUMED);
        }
        members.add("stale-if-error=" + seconds(Durations.longer(SOFT, StaleIfError.window(said, settings))));
        members.add("stale-while-revalidate="
                + seconds(Durations.longer(SOFT, StaleWhileRevalidate.window(said, settings))));
        OperatorDirectives.control(response).ifPresent(own -> {
            if (OperatorDirectives.shares(own)) {
                members.add(SHARE);
            }
            for (String name : List.of(RULES, IGNORED, TAGS)) {
                if (own.has(name)) {
                    members.add(words(name, own.words(name)));
                }
            }
        });
        // What cannot be read again would count as absent, and leave the response fresh: it is validated then.
        return stored.with(response.overriddenBy(
                directives(members).or(() -> directives(List.of("no-cache", lifetimeUntilNow(freshness))))));
    }

    private static String lifetimeUntilNow(Freshness freshness) {
        return "max-age=" + freshness.age().toSeconds();
    }

    private static Duration left(Freshness freshness, Overrides overrides) {
        if (overrides.ttl().isPresent()) {
            return overrides.ttl().get();
        }
        Duration left = overrides
                .minTtl()
                .map(min -> Durations.longer(min, freshness.remaining()))
                .orElse(freshness.remaining());
        return overrides.maxTtl().map(max -> Durations.shorter(max, left)).orElse(left);
    }

    private static List<String> kept(CacheControl said, Overrides overrides) {
        List<String> members = new ArrayList<>();
        for (String directive : KEPT) {
            if (said.has(directive) && !ignores(overrides, directive)) {
                Set<String> names = said.fieldNames(directive);
                boolean readable = names.stream().allMatch(TOKEN.asMatchPredicate());
                members.add(
                        names.isEmpty() || !readable ? directive : directive + "=\"" + String.join(",", names) + '"');
            }
        }
        return members;
    }

    private static boolean ignores(Overrides overrides, String directive) {
        return overrides.ignored().contains(directive)
                || overrides.ignored().stream().anyMatch(ignored -> MEANT.getOrDefault(ignored, Set.of())
                        .contains(directive));
    }

    /** What the origin did say of what it is not heard about. */
    private static Set<String> ignored(ResponseDirectives said, ResponseHead response, Overrides overrides) {
        Set<String> ignored = new TreeSet<>();
        for (String directive : overrides.ignored()) {
            boolean expires = directive.equals("max-age")
                    && (said.control().has("s-maxage") || response.fields().contains("Expires"));
            boolean meant = MEANT.getOrDefault(directive, Set.of()).stream().anyMatch(said.control()::has);
            if (said.control().has(directive) || expires || meant) {
                ignored.add(directive);
            }
        }
        return ignored;
    }

    private static ResponseDirectives without(List<String> members, ResponseHead response, PolicySettings settings) {
        List<String> said = new ArrayList<>(members);
        said.add(RULES);
        return ResponseDirectives.of(response.overriddenBy(directives(said)), settings);
    }

    private static Optional<OverridingDirectives> directives(List<String> members) {
        return OverridingDirectives.read(String.join(", ", members));
    }

    /** In whole seconds, rounded up: a lifetime of half a second is not none. */
    private static long seconds(Duration duration) {
        Duration positive = Durations.atLeastZero(duration);
        return positive.toNanosPart() == 0 ? positive.toSeconds() : positive.toSeconds() + 1;
    }

    private static String words(String name, Iterable<String> words) {
        return name + "=\"" + String.join(" ", words).replaceAll("[\\\\\"]", "\\\\$0") + '"';
    }
}
