package io.freshet.http;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Names of query parameters, for those that make no difference to an origin. Names are compared decoded, and case-sensitive.
 *
 * @param names parameters' whole names
 * @param prefixes what parameters' names begin with
 */
public record ParameterPatterns(Set<String> names, Set<String> prefixes) {

    /** Matches no parameter. */
    public static final ParameterPatterns NONE = new ParameterPatterns(Set.of(), Set.of());

    public ParameterPatterns {
        names = Set.copyOf(names);
        prefixes = Set.copyOf(prefixes);
    }

    /**
     * The patterns that these texts state: a name ({@code fbclid}), or what names begin with and a star ({@code utm_*}).
     *
     * @throws IllegalArgumentException if a text is empty, or has a star elsewhere than at its end
     */
    public static ParameterPatterns of(List<String> patterns) {
        Set<String> names = new HashSet<>();
        Set<String> prefixes = new HashSet<>();
        for (String pattern : patterns) {
            int star = pattern.indexOf('*');
            if (pattern.isEmpty() || (star >= 0 && star < pattern.length() - 1)) {
                throw new IllegalArgumentException(
                        "'" + pattern + "' is no pattern: a parameter's name, or the beginning of one and a star");
            }
            if (star < 0) {
                names.add(pattern);
            } else {
                prefixes.add(pattern.substring(0, star));
            }
        }
        return new ParameterPatterns(names, prefixes);
    }

    /** Whether a parameter with this name, decoded, is meant. */
    public boolean matches(String name) {
        return names.contains(name) || prefixes.stream().anyMatch(name::startsWith);
    }

    /**
     * The URI without the parameters that do not match, as {@link #removeFrom} is without those that do. One that matches by some
     * server's reading of its name stays.
     */
    public String keepIn(String uri) {
        ParameterPatterns loose = new ParameterPatterns(loose(names), loose(prefixes));
        return filter(uri, name -> matches(name) || loose.matches(QueryParameter.loose(name)));
    }

    /**
     * The URI without the parameters that match, and without the question mark when nothing else was behind it. Everything
     * else stays byte for byte, also the order, the encoding and empty members, and so does a member with a semicolon: some servers
     * take what is behind it for another parameter.
     */
    public String removeFrom(String uri) {
        return equals(NONE) ? uri : filter(uri, name -> !matches(name));
    }

    private static Set<String> loose(Set<String> texts) {
        return texts.stream().map(QueryParameter::loose).collect(Collectors.toSet());
    }

    private static String filter(String uri, Predicate<String> wanted) {
        int fragment = uri.indexOf('#');
        int end = fragment < 0 ? uri.length() : fragment;
        int question = uri.indexOf('?');
        if (question < 0 || question > end) {
            return uri;
        }
        StringBuilder kept = new StringBuilder(uri.length()).append(uri, 0, question);
        char separator = '?';
        int stop;
        for (int start = question + 1; start <= end; start = stop + 1) {
            int ampersand = uri.indexOf('&', start);
            stop = ampersand < 0 || ampersand > end ? end : ampersand;
            String member = uri.substring(start, stop);
            if (member.isEmpty() || member.indexOf(';') >= 0 || wanted.test(QueryParameter.nameOf(member))) {
                kept.append(separator).append(member);
                separator = '&';
            }
        }
        return kept.append(uri, end, uri.length()).toString();
    }
}
