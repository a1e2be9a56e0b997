package io.freshet.http;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jetty.http.HttpFields;
import org.greenbytes.http.sfv.BooleanItem;
import org.greenbytes.http.sfv.IntegerItem;
import org.greenbytes.http.sfv.ListElement;
import org.greenbytes.http.sfv.StringItem;
import org.greenbytes.http.sfv.TokenItem;

/**
 * The {@code Cache-Control} directives of one message, a request or a response (RFC 9111 §5.2); all its lines together. Or
 * those of a field that stands in for it.
 *
 * <p>Any input can be read, in time linear in its length. What cannot be understood is read in the way that makes a cache
 * reuse less (RFC 9111 §4.2.1): a bad duration is zero, and so are two that differ. Directive names are asked for in lower
 * case and match in any case.
 */
public final class CacheControl {

    /** Directives whose argument is a number of seconds (RFC 9111 §5.2.2.1, §5.2.2.10; RFC 5861). */
    private static final Set<String> DURATIONS =
            Set.of("max-age", "s-maxage", "stale-if-error", "stale-while-revalidate");

    /** Directives that have no argument, and allow a cache more than it may without them. */
    private static final Set<String> ALLOWING = Set.of("immutable", "must-understand", "public");

    private static final CacheControl NONE = new CacheControl(Map.of(), Set.of());

    /** The arguments of each directive that is present, unquoted; none for one that only occurs without. */
    private final Map<String, List<String>> arguments;

    private final Set<String> bare;

    private CacheControl(Map<String, List<String>> arguments, Set<String> bare) {
        this.arguments = arguments;
        this.bare = bare;
    }

    /** The directives of the message with these fields. */
    public static CacheControl of(HttpFields fields) {
        return of(FieldValues.elements(fields, Field.CACHE_CONTROL));
    }

    /** The given directives, each with its argument if it has one. */
    static CacheControl of(List<String> directives) {
        if (directives.isEmpty()) {
            return NONE;
        }
        Map<String, List<String>> arguments = new HashMap<>();
        Set<String> bare = new HashSet<>();
        for (String directive : directives) {
            int equals = directive.indexOf('=');
            String name = equals < 0 ? directive : directive.substring(0, equals);
            List<String> given = arguments.computeIfAbsent(name.toLowerCase(Locale.ROOT), key -> new ArrayList<>(1));
            if (equals < 0) {
                bare.add(name.toLowerCase(Locale.ROOT));
            } else {
                given.add(unquote(directive.substring(equals + 1)));
            }
        }
        return new CacheControl(arguments, bare);
    }

    /**
     * The directives of a field that is meant for some caches only, such as {@code CDN-Cache-Control} (RFC 9213 §2). Empty
     * when the field counts as absent: it is empty, longer than {@value StructuredFields#MAX_LENGTH} characters, or no
     * Dictionary (RFC 9213 §2.1), which a directive that is not in lower case is enough for.
     */
    public static Optional<CacheControl> targeted(HttpFields fields, String fieldName) {
        return StructuredFields.dictionary(fields, fieldName)
                .filter(members -> !members.isEmpty())
                .map(CacheControl::ofMembers);
    }

    /**
     * RFC 9213 §2.1 maps directives to members; the members' parameters are ignored. A value of another type than the directive's is not
     * used, and no part of it read: the directive then means what allows a cache least, as with an argument that is no good in
     * {@code Cache-Control} (RFC 9111 §4.2.1, RFC 9213 §2.2).
     */
    private static CacheControl ofMembers(Map<String, ListElement<?>> members) {
        Map<String, List<String>> arguments = new HashMap<>();
        Set<String> bare = new HashSet<>();
        members.forEach((directive, value) -> {
            boolean present = !(value instanceof BooleanItem given) || given.get();
            boolean stated = value instanceof BooleanItem || !ALLOWING.contains(directive);
            if (!present || !stated) {
                // "=?0" is the absence of a directive: nothing that Cache-Control can say maps to it.
                return;
            }
            List<String> usable = argument(directive, value).map(List::of).orElse(List.of());
            arguments.put(directive, usable);
            if (usable.isEmpty()) {
                bare.add(directive);
            }
        });
        return new CacheControl(arguments, bare);
    }

    /** The argument as {@code Cache-Control} would have it; empty where there is none, or it is of the wrong type. */
    private static Optional<String> argument(String directive, ListElement<?> value) {
        boolean usable = DURATIONS.contains(directive)
                ? value instanceof IntegerItem
                : value instanceof TokenItem || value instanceof StringItem;
        return usable ? Optional.of(String.valueOf(value.get())) : Optional.empty();
    }

    /** Whether the directive is present, with or without an argument. */
    public boolean has(String directive) {
        return arguments.containsKey(directive);
    }

    /** Whether the directive is present without an argument, for those whose meaning an argument narrows. */
    public boolean bare(String directive) {
        return bare.contains(directive);
    }

    /**
     * The directive's argument as a duration, 0 to {@link DeltaSeconds#MAX}; empty when the directive is absent. Zero when
     * the argument is missing or no whole number of seconds, or when the directive occurs again with another one: RFC 9111
     * §4.2.1 lets a cache take the first or assume staleness, and the second cannot be wrong.
     */
    public Optional<Duration> duration(String directive) {
        if (!has(directive)) {
            return Optional.empty();
        }
        List<String> stated = arguments.getOrDefault(directive, List.of());
        if (stated.isEmpty() || bare(directive)) {
            return Optional.of(Duration.ZERO);
        }
        // RFC 9111 §5.2: a recipient accepts the token and the quoted form alike.
        Duration first = DeltaSeconds.parse(stated.get(0)).orElse(Duration.ZERO);
        boolean consistent = stated.size() == 1
                || stated.stream()
                        .allMatch(other ->
                                DeltaSeconds.parse(other).orElse(Duration.ZERO).equals(first));
        return Optional.of(consistent ? first : Duration.ZERO);
    }

    /** The words of the directive's arguments, between spaces; for what this cache says to itself. */
    public Set<String> words(String directive) {
        Set<String> words = new LinkedHashSet<>();
        for (String argument : arguments.getOrDefault(directive, List.of())) {
            words.addAll(List.of(argument.split(" ")));
        }
        return words;
    }

    /**
     * The field names, in lower case, that limit the directive (RFC 9111 §5.2.2.4, §5.2.2.7: {@code no-cache="a, b"}). Empty
     * when the directive is absent or applies to the whole message, as it does when it also occurs without names, or with something
     * that is no name: what it was to be limited to is then not known.
     */
    public Set<String> fieldNames(String directive) {
        if (bare(directive)) {
            return Set.of();
        }
        Set<String> names = new LinkedHashSet<>();
        for (String argument : arguments.getOrDefault(directive, List.of())) {
            List<String> listed = FieldValues.elements(argument);
            if (listed.isEmpty() || !listed.stream().allMatch(name -> Tokens.end(name, 0) == name.length())) {
                return Set.of();
            }
            listed.forEach(name -> names.add(name.toLowerCase(Locale.ROOT)));
        }
        return names;
    }

    /** The content of a quoted string; any other text as it is. */
    private static String unquote(String text) {
        if (!text.startsWith("\"") || FieldValues.closingQuote(text, 0) != text.length() - 1) {
            return text;
        }
        StringBuilder content = new StringBuilder(text.length());
        for (int i = 1; i < text.length() - 1; i++) {
            if (text.charAt(i) == '\\') {
                i++;
            }
            content.append(text.charAt(i));
        }
        return content.toString();
    }
}
