package io.freshet.http;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.jetty.http.HttpFields;
import org.greenbytes.http.sfv.BooleanItem;
import org.greenbytes.http.sfv.InnerList;
import org.greenbytes.http.sfv.Item;
import org.greenbytes.http.sfv.ListElement;
import org.greenbytes.http.sfv.StringItem;

/**
 * What in a query makes no difference to a response, by its {@code No-Vary-Search} (draft-ietf-httpbis-no-vary-search-10, as
 * approved; the sections below are its own).
 *
 * @param variesOnKeyOrder whether the order of parameters with different names makes a difference
 * @param variesOnNamed whether the named parameters make a difference, and no others; else it is all others
 * @param names the named parameters, decoded
 */
public record NoVarySearch(boolean variesOnKeyOrder, boolean variesOnNamed, Set<String> names) {

    /** Every difference between two queries counts (§4). */
    public static final NoVarySearch DEFAULT = new NoVarySearch(true, false, Set.of());

    public NoVarySearch {
        names = Set.copyOf(names);
    }

    /** What the response with these fields says; {@link #DEFAULT} for anything that is not understood (§5.2). */
    public static NoVarySearch of(HttpFields fields) {
        return StructuredFields.dictionary(fields, Field.NO_VARY_SEARCH)
                .flatMap(NoVarySearch::parse)
                .orElse(DEFAULT);
    }

    /** §5.1; keys that it does not know are ignored. */
    private static Optional<NoVarySearch> parse(Map<String, ListElement<?>> value) {
        Optional<ListElement<?>> keyOrder = Optional.ofNullable(value.get("key-order"));
        Optional<ListElement<?>> params = Optional.ofNullable(value.get("params"));
        Optional<ListElement<?>> except = Optional.ofNullable(value.get("except"));
        boolean badKeyOrder = keyOrder.isPresent() && !(keyOrder.get() instanceof BooleanItem);
        // Also where both mean the same, as in earlier drafts, which had params without a list for except.
        if (badKeyOrder || (params.isPresent() && except.isPresent())) {
            return Optional.empty();
        }
        Optional<Set<String>> names =
                params.or(() -> except).map(NoVarySearch::keys).orElseGet(() -> Optional.of(Set.of()));
        boolean variesOnKeyOrder = keyOrder.filter(NoVarySearch::isTrue).isEmpty();
        return names.map(keys -> new NoVarySearch(variesOnKeyOrder, except.isPresent(), keys));
    }

    private static boolean isTrue(ListElement<?> value) {
        return value instanceof BooleanItem item && item.get();
    }

    /** The keys (§5.3) in an inner list; empty unless it is one, of nothing but Strings. */
    private static Optional<Set<String>> keys(ListElement<?> value) {
        if (!(value instanceof InnerList list)) {
            return Optional.empty();
        }
        Set<String> keys = new HashSet<>();
        for (Item<?> item : list.get()) {
            if (!(item instanceof StringItem key)) {
                return Optional.empty();
            }
            keys.add(QueryParameter.decode(key.get()));
        }
        return Optional.of(keys);
    }

    /** Whether every difference between two queries counts, as it does without the field. */
    public boolean isDefault() {
        return equals(DEFAULT);
    }

    /** A name for this rule in ASCII without spaces, the same for equal rules only. */
    public String text() {
        String named = names.stream()
                .map(name -> QueryParameter.encode(name) + '&') // also behind the last: a name may be empty
                .sorted()
                .collect(Collectors.joining());
        return (variesOnKeyOrder ? "" : "key-order,") + (variesOnNamed ? "except=" : "params=") + named;
    }

    /** Whether two URIs that differ in their queries only, if at all, are the same to the origin (§6). */
    public boolean equivalent(Optional<String> queryA, Optional<String> queryB) {
        return canonical(queryA).equals(canonical(queryB));
    }

    /**
     * A text that is the same for two queries if and only if they are {@link #equivalent}. It begins with a question mark only
     * if this {@link #isDefault} and there is a query; no query and an empty one differ then, and only then (§6). A query with a
     * semicolon stays as it is and is like no other, because some servers take that for an ampersand: see docs/decisions/0037.
     */
    public String canonical(Optional<String> query) {
        if (isDefault()) {
            return query.map(text -> '?' + text).orElse("");
        }
        if (query.filter(text -> text.indexOf(';') >= 0).isPresent()) {
            return query.get();
        }
        List<QueryParameter> parameters =
                new ArrayList<>(query.map(QueryParameter::parse).orElse(List.of()));
        parameters.removeIf(parameter -> names.contains(parameter.name()) != variesOnNamed);
        if (!variesOnKeyOrder) {
            // Stable, and by code units, as §6 says: the order of values of one name counts.
            parameters.sort(Comparator.comparing(QueryParameter::name));
        }
        return parameters.stream().map(QueryParameter::encoded).collect(Collectors.joining("&"));
    }
}
