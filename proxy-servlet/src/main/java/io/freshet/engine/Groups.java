package io.freshet.engine;

import io.freshet.http.CacheGroups;
import io.freshet.http.RequestHead;
import io.freshet.http.ResponseHead;
import io.freshet.policy.Invalidation;
import io.freshet.store.CacheGroup;
import io.freshet.store.CacheStore;
import io.freshet.store.StoredResponse;
import java.util.List;

/** Groups of responses that are invalidated together (RFC 9875), each within its origin. May block for the store. */
final class Groups {

    private final CacheStore store;
    private final String origin;

    Groups(CacheStore store, String origin) {
        this.store = store;
        this.origin = origin;
    }

    /** Those of {@code stored} that no group of theirs has made out of date since they were asked for. */
    List<StoredResponse> standing(List<StoredResponse> stored) {
        return stored.stream().filter(this::stands).toList();
    }

    private boolean stands(StoredResponse stored) {
        List<CacheGroup> groups = named(CacheGroups.of(stored.head().response().fields()));
        return groups.isEmpty() || !store.invalidatedSince(groups, stored.head().requestTime());
    }

    /** What a successful unsafe request says of groups (RFC 9875 §3). */
    void invalidate(RequestHead clientRequest, ResponseHead response) {
        if (Invalidation.invalidates(clientRequest, response.status())) {
            named(CacheGroups.invalidatedBy(response.fields())).forEach(store::invalidateGroup);
        }
    }

    private List<CacheGroup> named(CacheGroups groups) {
        return groups.names().stream().map(name -> new CacheGroup(origin, name)).toList();
    }
}
