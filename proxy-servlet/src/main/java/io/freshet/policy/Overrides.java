package io.freshet.policy;

import io.freshet.http.Field;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jetty.http.HttpFields;

/**
 * What an operator has said about some responses, in the place of what their origin says or beside it.
 *
 * @param rules the names of the rules that say so
 * @param ttl how long a response is fresh from its arrival on
 * @param minTtl not shorter than this, where {@code ttl} does not say it
 * @param maxTtl not longer than this, likewise
 * @param staleIfError how long after that it may answer for a failing origin (RFC 5861 §4)
 * @param staleWhileRevalidate how long after that it may answer while it is refreshed (RFC 5861 §3)
 * @param ignored directives of the origin's that do not count, in lower case
 * @param bypass whether it is not to be stored
 * @param share whether it is the same for everybody, whatever credentials came with the request
 * @param tags names by which it can be invalidated
 * @param dropSetCookie whether it sets no cookies
 * @param set fields in the place of those with the same name
 * @param removed names of fields that it is to be without
 */
public record Overrides(
        List<String> rules,
        Optional<Duration> ttl,
        Optional<Duration> minTtl,
        Optional<Duration> maxTtl,
        Optional<Duration> staleIfError,
        Optional<Duration> staleWhileRevalidate,
        Set<String> ignored,
        Optional<Boolean> bypass,
        Optional<Boolean> share,
        Set<String> tags,
        Optional<Boolean> dropSetCookie,
        HttpFields set,
        Set<String> removed) {

    /** Nothing said. */
    public static final Overrides NONE = new Overrides(
            List.of(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Set.of(),
            Optional.empty(),
            Optional.empty(),
            Set.of(),
            Optional.empty(),
            HttpFields.EMPTY,
            Set.of());

    public Overrides {
        rules = List.copyOf(rules);
        ignored = Set.copyOf(ignored);
        tags = Set.copyOf(tags);
        removed = Set.copyOf(removed);
    }

    /** Both; where both say something about the same, {@code later}. */
    Overrides then(Overrides later) {
        return new Overrides(
                both(rules, later.rules),
                later.ttl.or(() -> ttl),
                later.minTtl.or(() -> minTtl),
                later.maxTtl.or(() -> maxTtl),
                later.staleIfError.or(() -> staleIfError),
                later.staleWhileRevalidate.or(() -> staleWhileRevalidate),
                both(ignored, later.ignored),
                later.bypass.or(() -> bypass),
                later.share.or(() -> share),
                both(tags, later.tags),
                later.dropSetCookie.or(() -> dropSetCookie),
                replaced(set, later),
                both(removed, later.removed));
    }

    /** These overrides with one more tag. */
    Overrides tagged(String tag) {
        return new Overrides(
                rules,
                ttl,
                minTtl,
                maxTtl,
                staleIfError,
                staleWhileRevalidate,
                ignored,
                bypass,
                share,
                both(tags, Set.of(tag)),
                dropSetCookie,
                set,
                removed);
    }

    /** These overrides without a lifetime for responses that state none. */
    Overrides withoutLifetime() {
        return new Overrides(
                rules,
                Optional.empty(),
                Optional.empty(),
                maxTtl,
                staleIfError,
                staleWhileRevalidate,
                ignored,
                bypass,
                share,
                tags,
                dropSetCookie,
                set,
                removed);
    }

    private boolean dropsSetCookie() {
        return dropSetCookie.orElse(false);
    }

    /** Whether it is about what a cache does, not only about what clients see. */
    boolean concernsCache() {
        return ttl.isPresent()
                || minTtl.isPresent()
                || maxTtl.isPresent()
                || staleIfError.isPresent()
                || staleWhileRevalidate.isPresent()
                || !ignored.isEmpty()
                || bypass.isPresent()
                || share.isPresent()
                || !tags.isEmpty();
    }

    /** {@code fields} as they are to be. */
    HttpFields changed(HttpFields fields) {
        if (!dropsSetCookie() && set.size() == 0 && removed.isEmpty()) {
            return fields;
        }
        HttpFields.Mutable changed = HttpFields.build(fields);
        removed.forEach(changed::remove);
        if (dropsSetCookie()) {
            changed.remove(Field.SET_COOKIE);
        }
        set.forEach(changed::put);
        return changed.asImmutable();
    }

    private static HttpFields replaced(HttpFields earlier, Overrides later) {
        HttpFields.Mutable both = HttpFields.build(earlier);
        later.removed.forEach(both::remove);
        later.set.forEach(both::put);
        return both.asImmutable();
    }

    private static List<String> both(List<String> one, List<String> other) {
        List<String> all = new ArrayList<>(one);
        all.addAll(other);
        return all;
    }

    private static Set<String> both(Set<String> one, Set<String> other) {
        Set<String> all = new HashSet<>(one);
        all.addAll(other);
        return all;
    }
}
