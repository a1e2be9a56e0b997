package io.freshet.policy;

import io.freshet.http.CacheGroups;
import io.freshet.http.CacheTags;
import io.freshet.http.RequestHead;
import io.freshet.http.ResponseHead;
import io.freshet.http.Site;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;

/** By which names responses are invalidated together. */
public final class Tags {

    private Tags() {}

    /** Every tag that a stored response carries: its groups (RFC 9875 §2), and what it says for caches like this one. */
    public static Set<InvalidationScope.Tag> of(StoredHead stored) {
        Set<String> groups = CacheGroups.of(stored.response().fields()).names();
        Set<String> names = CacheTags.of(stored.response().fields()).names();
        Set<String> own = OperatorDirectives.tags(stored.response());
        if (groups.isEmpty() && names.isEmpty() && own.isEmpty()) {
            return Set.of();
        }
        Site site = stored.request().site();
        Set<InvalidationScope.Tag> tags = new HashSet<>();
        names.forEach(name -> tags.add(InvalidationScope.Tag.named(name)));
        own.forEach(name -> tags.add(InvalidationScope.Tag.named(name)));
        for (String group : groups) {
            tags.add(InvalidationScope.Tag.named(group));
            tags.add(InvalidationScope.Tag.group(site, group));
            tags.add(InvalidationScope.Tag.anyGroup(site));
        }
        return tags;
    }

    /** What a successful unsafe request says of the groups of its origin (RFC 9875 §3). */
    public static Set<InvalidationScope.Tag> invalidatedBy(RequestHead request, ResponseHead response) {
        if (!Invalidation.invalidates(request, response.status())) {
            return Set.of();
        }
        CacheGroups groups = CacheGroups.invalidatedBy(response.fields());
        // What is too much to be read may name any.
        return groups.complete()
                ? groups.names().stream()
                        .map(name -> InvalidationScope.Tag.group(request.site(), name))
                        .collect(Collectors.toUnmodifiableSet())
                : Set.of(InvalidationScope.Tag.anyGroup(request.site()));
    }
}
