package io.freshet.policy;

import io.freshet.http.RequestHead;
import io.freshet.http.ResponseHead;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What an operator wants of the responses to some requests.
 *
 * @param rules in the order in which they apply
 */
public record ResponseRules(List<Conditional> rules) {

    /** Everything as the origin says. */
    public static final ResponseRules NONE = new ResponseRules(List.of());

    /**
     * A rule.
     *
     * @param when which responses it is about
     * @param byStatus whether it names the statuses that it is about; otherwise it gives no lifetime to an error that has none
     * @param then what is said about them
     */
    public record Conditional(Predicate<ResponseHead> when, boolean byStatus, Overrides then) {}

    public ResponseRules {
        rules = List.copyOf(rules);
    }

    /**
     * A response as the rules want it, new or brought up to date.
     *
     * @param tag one more name by which it can be invalidated
     */
    public ResponseHead apply(
            RequestHead request,
            ResponseHead response,
            Optional<String> tag,
            PolicySettings settings,
            Instant requestTime,
            Instant responseTime) {
        ResponseHead own = response.overriddenBy(Optional.empty());
        if (rules.isEmpty() && tag.isEmpty()) {
            return own;
        }
        boolean assumable = mayAssume(own, settings, responseTime);
        Overrides overrides = Overrides.NONE;
        for (Conditional rule : rules) {
            if (rule.when().test(own)) {
                boolean any = rule.byStatus() || assumable;
                overrides = overrides.then(any ? rule.then() : rule.then().withoutLifetime());
            }
        }
        if (tag.isPresent()) {
            overrides = overrides.tagged(tag.get());
        }
        ResponseHead changed = own.with(overrides.changed(own.fields()));
        return overrides.concernsCache()
                ? OperatorDirectivesEncoder.direct(
                        new StoredHead(request, changed, requestTime, responseTime), overrides, settings)
                : changed;
    }

    /** A rule gives a lifetime where the cache may assume one, or the origin has stated one. */
    private static boolean mayAssume(ResponseHead response, PolicySettings settings, Instant responseTime) {
        return Statuses.heuristicallyCacheable(response.status())
                || Lifetime.of(response, ResponseDirectives.of(response, settings), settings, responseTime)
                        .explicit();
    }
}
