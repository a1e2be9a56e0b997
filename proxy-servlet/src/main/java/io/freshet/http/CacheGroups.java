package io.freshet.http;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.eclipse.jetty.http.HttpFields;
import org.greenbytes.http.sfv.ListElement;
import org.greenbytes.http.sfv.StringItem;

/**
 * The groups that a response names (RFC 9875). A name means something within its origin only, and is compared character by
 * character (§2.1).
 *
 * @param names at most {@value #MAX_GROUPS} of at most {@value #MAX_LENGTH} characters each
 * @param complete whether these are all that the response names. If not, it is not safe to go by {@code names} alone: a
 *     response with such {@code Cache-Groups} must not be stored, because invalidations would pass it by, and such a {@code
 *     Cache-Group-Invalidation} may mean any group
 */
public record CacheGroups(Set<String> names, boolean complete) {

    /** How many groups are kept; RFC 9875 §2 asks for 32. */
    public static final int MAX_GROUPS = 64;

    /** How long a name may be; RFC 9875 §2 asks for 32. */
    public static final int MAX_LENGTH = 256;

    public CacheGroups {
        names = Set.copyOf(names);
    }

    /** The groups that the response belongs to (RFC 9875 §2). */
    public static CacheGroups of(HttpFields fields) {
        return of(fields, "Cache-Groups");
    }

    /** The groups that the response to an unsafe request invalidates (RFC 9875 §3). */
    public static CacheGroups invalidatedBy(HttpFields fields) {
        return of(fields, "Cache-Group-Invalidation");
    }

    private static CacheGroups of(HttpFields fields, String fieldName) {
        if (StructuredFields.tooLong(fields, fieldName)) {
            return new CacheGroups(Set.of(), false);
        }
        List<ListElement<?>> members = StructuredFields.list(fields, fieldName).orElse(List.of());
        Set<String> names = new HashSet<>();
        boolean complete = true;
        for (ListElement<?> member : members) {
            if (!(member instanceof StringItem group)) {
                // RFC 9651 §2: a value of the wrong type is like one that does not parse, and the whole field is
                // ignored.
                return new CacheGroups(Set.of(), true);
            }
            String name = group.get();
            if (names.contains(name)) {
                continue;
            }
            if (name.length() > MAX_LENGTH || names.size() == MAX_GROUPS) {
                complete = false;
            } else {
                names.add(name);
            }
        }
        return new CacheGroups(names, complete);
    }
}
