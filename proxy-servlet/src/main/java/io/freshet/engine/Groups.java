package io.freshet.engine;

import io.freshet.http.CacheGroups;
import io.freshet.http.RequestHead;
import io.freshet.http.ResponseHead;
import io.freshet.policy.Invalidation;
import io.freshet.policy.StoredHead;
import io.freshet.store.CacheGroup;
import io.freshet.store.CacheStore;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Groups of responses that are invalidated together (RFC 9875), each within its origin. May block for the store. */
final class Groups {

    /** The group that every response with groups is in; no origin can name it, as a structured field's String is ASCII. */
    private static final String ANY = "\u2217";

    private final CacheStore store;
    private final String origin;

    Groups(CacheStore store, String origin) {
        this.store = store;
        this.origin = origin;
    }

    /** Whether a stored response is in any group. */
    static boolean in(StoredHead stored) {
        return !CacheGroups.of(stored.response().fields()).names().isEmpty();
    }

    /** Whether no group of a stored response has made it out of date since it was asked for. */
    boolean stands(StoredHead stored) {
        Set<String> names = CacheGroups.of(stored.response().fields()).names();
        if (names.isEmpty()) {
            return true;
        }
        List<CacheGroup> groups =
                Stream.concat(names.stream(), Stream.of(ANY)).map(this::group).toList();
        return !store.invalidatedSince(groups, stored.requestTime());
    }

    /** What a successful unsafe request says of groups (RFC 9875 §3). */
    void invalidate(RequestHead clientRequest, ResponseHead response) {
        if (!Invalidation.invalidates(clientRequest, response.status())) {
            return;
        }
        CacheGroups groups = CacheGroups.invalidatedBy(response.fields());
        // What is too much to be read may name any.
        Set<String> names = groups.complete() ? groups.names() : Set.of(ANY);
        names.stream().map(this::group).forEach(store::invalidateGroup);
    }

    private CacheGroup group(String name) {
        return new CacheGroup(origin, name);
    }
}
