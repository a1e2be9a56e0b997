package io.freshet.routing;

import java.util.List;
import java.util.Set;

/** Names of fields, in lower case: some as they are, some by a pattern. */
public final class FieldNames {

    private final Set<String> names;
    private final List<Glob> patterns;

    FieldNames(Set<String> names, List<Glob> patterns) {
        this.names = Set.copyOf(names);
        this.patterns = List.copyOf(patterns);
    }

    /** Those that are named as they are. */
    public Set<String> literal() {
        return names;
    }

    /** Whether {@code name}, in lower case, is one of them. */
    public boolean contains(String name) {
        return names.contains(name)
                || (!patterns.isEmpty() && patterns.stream().anyMatch(pattern -> pattern.matches(name)));
    }
}
