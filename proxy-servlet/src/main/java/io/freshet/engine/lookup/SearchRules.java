package io.freshet.engine.lookup;

import io.freshet.engine.rules.Keys;
import io.freshet.http.Field;
import io.freshet.http.NoVarySearch;
import io.freshet.http.RequestHead;
import io.freshet.http.ResponseHead;
import io.freshet.http.UriReference;
import io.freshet.policy.Retention;
import io.freshet.policy.StoredHead;
import io.freshet.store.CacheKey;
import io.freshet.store.ResponseStore;
import io.freshet.store.StoreWriter;
import io.freshet.store.StoredResponse;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.eclipse.jetty.http.HttpFields;

/**
 * The keys of responses that say by {@code No-Vary-Search} that some of their URI's query makes no difference: such a response
 * is stored by the rest of the query. Which rules a path's responses have stated is itself kept in the store, so that other
 * nodes know it as well. Rules differ and change: a response found by one counts only where its own field says so too.
 */
public final class SearchRules {

    private static final String FIELD = Field.NO_VARY_SEARCH;

    private final ResponseStore store;
    private final Keys keys;

    public SearchRules(ResponseStore store, Keys keys) {
        this.store = store;
        this.keys = keys;
    }

    /** The rules that responses of {@code uri}'s path were stored by, the last one first. May block. */
    public List<SearchRule> of(RequestHead request, String uri) {
        List<StoredResponse> stored = store.lookup(keys.searchRules(request, uri));
        return stored.isEmpty() ? List.of() : rules(stored);
    }

    private static List<SearchRule> rules(List<StoredResponse> stored) {
        return stored.stream()
                .map(StoredResponse::head)
                .map(head -> new SearchRule(NoVarySearch.of(head.response().fields()), head.requestTime()))
                .filter(rule -> !rule.search().isDefault())
                .toList();
    }

    /** The key of {@code uri} by {@code rule}. */
    public CacheKey key(RequestHead request, String uri, SearchRule rule) {
        return keys.bySearch(request, uri, rule.search());
    }

    /** Whether {@code stored}, which was found by {@code rule}, is for {@code request} as well. */
    boolean counts(StoredHead stored, SearchRule rule, RequestHead request) {
        return !stored.requestTime().isBefore(rule.since())
                && NoVarySearch.of(stored.response().fields()).equivalent(query(stored.request()), query(request));
    }

    private Optional<String> query(RequestHead request) {
        return UriReference.parse(keys.significant(request.uri())).query();
    }

    /**
     * Where to store {@code response}. A rule that is not among {@code known} is put down first. Never blocks.
     *
     * @param byUri the key where it says nothing
     * @param requestTime when it was asked for
     */
    public CacheKey keyFor(
            RequestHead request, CacheKey byUri, List<SearchRule> known, ResponseHead response, Instant requestTime) {
        NoVarySearch search = NoVarySearch.of(response.fields());
        if (search.isDefault()) {
            return byUri;
        }
        if (known.stream().noneMatch(rule -> rule.search().equals(search))) {
            learn(request, search, response, requestTime);
        }
        return keys.bySearch(request, request.uri(), search);
    }

    private void learn(RequestHead request, NoVarySearch search, ResponseHead response, Instant requestTime) {
        HttpFields.Mutable field = HttpFields.build();
        response.fields().getValuesList(FIELD).forEach(value -> field.add(FIELD, value));
        StoredHead rule = new StoredHead(
                request.with(HttpFields.EMPTY),
                new ResponseHead(response.status(), field.asImmutable()),
                requestTime,
                requestTime);
        // As long as anything that is stored by it can be.
        StoreWriter writer = store.open(keys.searchRules(request, request.uri()), search.text(), rule, Retention.MAX);
        writer.commit();
    }
}
