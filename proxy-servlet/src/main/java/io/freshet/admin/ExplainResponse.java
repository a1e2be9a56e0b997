package io.freshet.admin;

import io.freshet.engine.course.Explanation;
import io.freshet.http.ContentCoding;
import io.freshet.policy.Freshness;
import io.freshet.policy.InvalidationScope;
import io.freshet.policy.Reason;
import io.freshet.policy.Reuse;
import io.freshet.policy.StoredHead;
import io.freshet.policy.Tags;
import io.freshet.policy.Verdict;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpFields;
import org.jspecify.annotations.Nullable;

/**
 * What would be done with a request, and why, for people and programs.
 *
 * @param rules the names of the operator's rules that are about the request
 * @param action {@code serve}, {@code serve-and-revalidate}, {@code serve-parts}, {@code complete}, {@code revalidate}, {@code forward}
 *     or {@code unsatisfiable}
 * @param reason which rule says so
 */
record ExplainResponse(
        List<String> rules,
        String key,
        String action,
        Why reason,
        List<Variant> stored,
        @Nullable List<String> originFields,
        @Nullable StandIn ifOriginFails) {

    /** A rule, and where it stands. */
    record Why(String token, String clause) {
        static Why of(Reason reason) {
            return new Why(reason.token(), reason.clause());
        }
    }

    /** Whether what is stored may answer for an origin that fails. */
    record StandIn(boolean allowed, Why reason) {
        static StandIn of(Verdict verdict) {
            return new StandIn(verdict.allowed(), Why.of(verdict.reason()));
        }
    }

    /**
     * A stored response.
     *
     * @param ageSeconds how old it is (RFC 9111 §4.2.3)
     * @param lifetimeSeconds how long it is fresh
     * @param leftSeconds how much of that is left; negative where it is stale
     * @param lifetimeFrom where that comes from
     * @param reason what would decide if nothing else were stored
     * @param softened whether it was purged softly, and is stale since
     * @param codings what it is kept in beside as it came, for clients that accept that
     */
    record Variant(
            String key,
            int status,
            List<String> fields,
            long length,
            String tier,
            List<String> tags,
            long ageSeconds,
            long lifetimeSeconds,
            long leftSeconds,
            Why lifetimeFrom,
            Why reason,
            boolean softened,
            List<String> codings) {

        static Variant of(Explanation.Considered considered) {
            StoredHead head = considered.head();
            Freshness freshness = considered.freshness();
            return new Variant(
                    considered.key().value(),
                    head.response().status(),
                    lines(head.response().fields()),
                    considered.length(),
                    considered.inMemory() ? "memory" : "redis",
                    Tags.of(head).stream()
                            .filter(tag -> tag.origin().isEmpty())
                            .map(InvalidationScope.Tag::name)
                            .sorted()
                            .toList(),
                    freshness.age().toSeconds(),
                    freshness.lifetime().toSeconds(),
                    freshness.remaining().toSeconds(),
                    Why.of(freshness.basis()),
                    Why.of(considered.reason()),
                    considered.softened(),
                    considered.codings().stream().map(ContentCoding::token).toList());
        }
    }

    private static final Pattern SECRET = Pattern.compile(
            "authori|authentication-info|cookie|api-?key|token|secret|password|session|credential",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern HUMP = Pattern.compile("(?<=[a-z])(?=[A-Z])");

    static ExplainResponse of(Explanation explanation) {
        return new ExplainResponse(
                explanation.rules(),
                explanation.key().value(),
                action(explanation.decision()),
                Why.of(explanation.decision().reason()),
                explanation.stored().stream().map(Variant::of).toList(),
                explanation.originFields().map(ExplainResponse::lines).orElse(null),
                explanation.ifOriginFails().map(StandIn::of).orElse(null));
    }

    private static String action(Reuse decision) {
        return HUMP.matcher(decision.getClass().getSimpleName()).replaceAll("-").toLowerCase(Locale.ROOT);
    }

    private static List<String> lines(HttpFields fields) {
        return fields.stream()
                .map(field -> field.getName() + ": " + (secret(field.getName()) ? "..." : field.getValue()))
                .toList();
    }

    /** The explanation does not show what belongs to one user. */
    private static boolean secret(String name) {
        return SECRET.matcher(name).find();
    }
}
