package io.freshet.engine.course;

import io.freshet.engine.lookup.Candidate;
import io.freshet.engine.response.Step.Answer;
import io.freshet.http.RequestHead;
import io.freshet.http.ResponseHead;
import io.freshet.policy.CacheStatus;
import io.freshet.policy.Freshness;
import io.freshet.policy.ServedHead;
import io.freshet.policy.StaleIfError;
import io.freshet.policy.Verdict;
import java.util.Optional;

/**
 * A stored response beside an origin that fails (RFC 9111 §4.2.4, RFC 5861 §4).
 *
 * @param verdict whether it may stand in for the origin
 */
record StandIn(Candidate stored, Freshness freshness, Verdict verdict) {

    /** What there is for {@code request}; empty where its validation concerns nothing that it selects. */
    static Optional<StandIn> find(Parts parts, RequestHead request, ValidationRequest validation) {
        return validation.preferred().map(stored -> {
            Freshness freshness = Freshness.of(stored.head(), parts.settings(), parts.now());
            return new StandIn(
                    stored, freshness, StaleIfError.judge(request, stored.head(), freshness, parts.settings()));
        });
    }

    /** The answer; none where it may not stand in, or its content has gone. May block for the store. */
    Optional<Answer> answer(Parts parts, RequestHead request, CacheStatus status) {
        if (!verdict.allowed()) {
            return Optional.empty();
        }
        CacheStatus told = status.ttl(freshness.remaining()).detail(verdict.reason());
        ResponseHead served = ServedHead.of(stored.head(), freshness, parts.settings());
        return parts.answers().of(parts.compressedVariants().represent(request, stored, served), told);
    }
}
