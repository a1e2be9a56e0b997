package io.freshet.engine.lookup;

import io.freshet.http.RequestHead;
import io.freshet.policy.Reuse;
import io.freshet.store.CacheKey;
import java.util.List;
import java.util.Optional;

/**
 * What is stored for a request, and what that means for it.
 *
 * @param request the client's request
 * @param key its key by the URI as it is
 * @param rules by which other keys a response to it may be stored; empty where they have not been looked up
 * @param candidates what it may select one of
 * @param invalidated what was stored for it and does not count any more, because a scope that covers it was invalidated
 * @param reuse what to do
 */
public record LookupResult(
        RequestHead request,
        CacheKey key,
        Optional<List<SearchRule>> rules,
        Candidates candidates,
        List<Candidate> invalidated,
        Reuse reuse) {

    /** Where nothing that is stored is of any use. */
    static LookupResult nothing(RequestHead request, CacheKey key, Reuse reuse) {
        return new LookupResult(request, key, Optional.empty(), new Candidates(List.of()), List.of(), reuse);
    }

    /** This result for another request with the same keys. */
    public LookupResult as(RequestHead other) {
        return new LookupResult(other, key, rules, candidates, invalidated, reuse);
    }
}
