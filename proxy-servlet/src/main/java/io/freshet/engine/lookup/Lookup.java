package io.freshet.engine.lookup;

import io.freshet.http.RequestHead;
import io.freshet.policy.Methods;
import io.freshet.policy.OperatorDirectivesEncoder;
import io.freshet.policy.PolicySettings;
import io.freshet.policy.Reason;
import io.freshet.policy.Reuse;
import io.freshet.store.CacheKey;
import io.freshet.store.LookedUp;
import io.freshet.store.ResponseStore;
import io.freshet.store.StoredResponse;
import io.freshet.store.Validity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Finds what is stored for a request, and asks the rules about it. May block for the store. */
public final class Lookup {

    private final ResponseStore store;
    private final SearchRules searchRules;
    private final PolicySettings settings;
    private final boolean bypass;

    /** @param bypass whether nothing is to be looked up */
    public Lookup(ResponseStore store, SearchRules searchRules, PolicySettings settings, boolean bypass) {
        this.bypass = bypass;
        this.store = store;
        this.searchRules = searchRules;
        this.settings = settings;
    }

    /**
     * What to do with {@code request} at {@code now}.
     *
     * @param hasContent whether content comes with it that is no part of {@code key}
     * @param ahead what has been looked up already; taken where it is about {@code key} and still current
     */
    public LookupResult find(
            RequestHead request, CacheKey key, boolean hasContent, Optional<LookedUp> ahead, Instant now) {
        if (bypass || (hasContent && Methods.answerable(request.method()))) {
            return LookupResult.nothing(request, key, new Reuse.Forward(Reason.BYPASS));
        }
        if (!Methods.answerable(request.method())) {
            return LookupResult.nothing(request, key, Reuse.decide(request, List.of(), settings, now));
        }
        LookupResult byUri = judged(request, key, Optional.empty(), at(key, ahead), now);
        // What is found at once needs no second look at the store.
        return byUri.reuse().serves() ? byUri : bySearch(byUri, now);
    }

    /**
     * What to do with {@code request} as far as memory alone can tell; nothing where it cannot. Never blocks.
     *
     * @param stored what memory has for {@code key}
     */
    public Optional<LookupResult> inMemory(
            RequestHead request, CacheKey key, List<StoredResponse> stored, Instant now) {
        if (bypass || stored.isEmpty() || !Methods.answerable(request.method()) || Methods.isQuery(request.method())) {
            return Optional.empty();
        }
        return Optional.of(judged(request, key, Optional.empty(), candidates(key, stored), now));
    }

    private LookupResult bySearch(LookupResult byUri, Instant now) {
        LookupResult found = withRules(byUri);
        RequestHead request = found.request();
        List<Candidate> more = new ArrayList<>();
        for (SearchRule rule : found.rules().orElseThrow()) {
            at(searchRules.key(request, request.uri(), rule)).stream()
                    .filter(candidate -> searchRules.counts(candidate.head(), rule, request))
                    .forEach(more::add);
        }
        if (more.isEmpty()) {
            return found;
        }
        more.addAll(found.candidates().all());
        more.addAll(found.invalidated());
        return judged(request, found.key(), found.rules(), more, now);
    }

    /** A result that also has the rules by which else a response to the request may be stored. */
    public LookupResult withRules(LookupResult found) {
        if (found.rules().isPresent()) {
            return found;
        }
        RequestHead request = found.request();
        // The key of a QUERY is made of its content as well, of which no rule speaks.
        List<SearchRule> rules = Methods.isQuery(request.method()) ? List.of() : searchRules.of(request, request.uri());
        return new LookupResult(
                request, found.key(), Optional.of(rules), found.candidates(), found.invalidated(), found.reuse());
    }

    /** Has what is stored for {@code request} looked up ahead, where that is of any use to it. Never blocks. */
    public CompletionStage<Optional<LookedUp>> ahead(RequestHead request, CacheKey key) {
        return bypass || !Methods.answerable(request.method()) || Methods.isQuery(request.method())
                ? CompletableFuture.completedFuture(Optional.empty())
                : store.lookupAhead(key);
    }

    private List<Candidate> at(CacheKey key, Optional<LookedUp> ahead) {
        return ahead.filter(found -> found.standsFor(key))
                .map(found -> candidates(key, found.responses()))
                .orElseGet(() -> at(key));
    }

    private List<Candidate> at(CacheKey key) {
        return candidates(key, store.lookup(key));
    }

    private static List<Candidate> candidates(CacheKey key, List<StoredResponse> stored) {
        return stored.isEmpty()
                ? List.of()
                : stored.stream().map(response -> new Candidate(key, response)).toList();
    }

    private LookupResult judged(
            RequestHead request, CacheKey key, Optional<List<SearchRule>> rules, List<Candidate> stored, Instant now) {
        List<Candidate> standing = new ArrayList<>();
        List<Candidate> invalidated = new ArrayList<>();
        for (Candidate candidate : stored) {
            Validity validity = candidate.response().validity();
            if (validity instanceof Validity.Invalid) {
                invalidated.add(candidate);
            } else if (validity instanceof Validity.Stale stale) {
                // Clocks may disagree; nothing is to become fresh by that.
                Instant since = stale.since().isBefore(now) ? stale.since() : now;
                standing.add(candidate.as(OperatorDirectivesEncoder.stale(candidate.head(), settings, since)));
            } else {
                standing.add(candidate);
            }
        }
        Candidates candidates = new Candidates(standing);
        Reuse reuse = Reuse.decide(request, candidates.heads(), settings, now);
        return new LookupResult(request, key, rules, candidates, invalidated, reuse);
    }
}
