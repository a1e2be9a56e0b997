package io.freshet.engine.course;

import io.freshet.engine.lookup.Candidate;
import io.freshet.engine.lookup.LookupResult;
import io.freshet.http.ContentCoding;
import io.freshet.policy.Freshness;
import io.freshet.policy.Reason;
import io.freshet.policy.Reuse;
import io.freshet.policy.StoredHead;
import io.freshet.policy.Verdict;
import io.freshet.store.CacheKey;
import io.freshet.store.Validity;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.jetty.http.HttpFields;

/**
 * What would be done with a request now, and why. Every {@link Reason} knows its clause.
 *
 * @param rules the names of the operator's rules that are about it
 * @param key the request's key by its URI as it is
 * @param decision what would be done
 * @param stored everything that is stored for the request, each with the rule that speaks for or against it
 * @param originFields the fields of the request that the origin would get; empty where it would get none
 * @param ifOriginFails whether what is stored may stand in if the origin gives no response; empty where nothing could, or
 *     where the origin is not waited for
 */
public record Explanation(
        List<String> rules,
        CacheKey key,
        Reuse decision,
        List<Considered> stored,
        Optional<HttpFields> originFields,
        Optional<Verdict> ifOriginFails) {

    public Explanation {
        rules = List.copyOf(rules);
        stored = List.copyOf(stored);
    }

    /**
     * A stored response.
     *
     * @param key what it is stored under; not {@link Explanation#key()} where it says that some of the query does not matter
     * @param head all but its content
     * @param freshness how fresh it is, and where its lifetime comes from
     * @param reason what would decide if nothing else were stored
     * @param length of its content, in bytes
     * @param inMemory whether this process has it at hand
     * @param softened whether it was invalidated softly, and is stale since, whatever {@code freshness} is
     * @param codings what it is kept in beside as it came, for clients that accept that
     */
    public record Considered(
            CacheKey key,
            StoredHead head,
            Freshness freshness,
            Reason reason,
            long length,
            boolean inMemory,
            boolean softened,
            List<ContentCoding> codings) {}

    /** By the same rules that would be acted on. */
    public static Explanation of(Parts parts, LookupResult found) {
        Optional<FetchCourse> fetch = OriginRequestPlanner.plan(parts, found);
        return new Explanation(
                parts.requestRules().rules(),
                found.key(),
                found.reuse(),
                stored(parts, found),
                fetch.map(FetchCourse::originFields),
                fetch.filter(waitedFor -> !found.reuse().serves())
                        .flatMap(FetchCourse::standIn)
                        .map(StandIn::verdict));
    }

    private static List<Considered> stored(Parts parts, LookupResult found) {
        List<Considered> stored = new ArrayList<>();
        for (Candidate candidate : found.candidates().all()) {
            Reuse alone = Reuse.decide(found.request(), List.of(candidate.head()), parts.settings(), parts.now());
            stored.add(considered(parts, candidate, alone.reason()));
        }
        for (Candidate candidate : found.invalidated()) {
            stored.add(considered(parts, candidate, Reason.INVALIDATED));
        }
        return stored;
    }

    private static Considered considered(Parts parts, Candidate candidate, Reason reason) {
        StoredHead head = candidate.response().head();
        Freshness freshness = Freshness.of(head, parts.settings(), parts.now());
        return new Considered(
                candidate.key(),
                head,
                freshness,
                reason,
                candidate.body().length(),
                candidate.body().atHand(),
                candidate.response().validity() instanceof Validity.Stale,
                parts.compressedVariants().of(candidate));
    }
}
