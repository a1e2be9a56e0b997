package io.freshet.http;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jetty.http.HttpFields;

/**
 * {@code Surrogate-Control}, with which an origin tells reverse proxies something else than the caches behind them (W3C Note
 * "Edge Architecture Specification", 4 August 2001). Read as leniently as {@link CacheControl}, in time linear in the length.
 */
public final class SurrogateControl {

    /** A field without any of these says nothing about caching: {@code content="ESI/1.0"} stands next to {@code Cache-Control}. */
    private static final Set<String> DECISIVE = Set.of("max-age", "s-maxage", "no-store", "no-cache", "private");

    private SurrogateControl() {}

    /**
     * The directives for the surrogate that calls itself {@code deviceToken} in {@code Surrogate-Capability}. Empty when none
     * says how it is to cache, so that {@code Cache-Control} decides.
     *
     * <p>{@code max-age=600;token} is for the surrogate with that token, in any case, and takes the place of every {@code
     * max-age} without a token.
     */
    public static Optional<CacheControl> of(HttpFields fields, String deviceToken) {
        List<String> elements = FieldValues.elements(fields, Field.SURROGATE_CONTROL);
        if (elements.isEmpty()) {
            return Optional.empty();
        }
        List<String> forAll = new ArrayList<>();
        List<String> forThis = new ArrayList<>();
        for (String element : elements) {
            if (element.startsWith(";")) {
                continue;
            }
            List<String> parts = FieldValues.elements(element, ';');
            String directive = withoutExtension(parts.get(0));
            List<String> targets = parts.subList(1, parts.size());
            if (targets.isEmpty()) {
                forAll.add(directive);
            } else if (targets.stream().anyMatch(deviceToken::equalsIgnoreCase)) {
                forThis.add(directive);
            }
        }
        Set<String> overridden = new HashSet<>();
        forThis.forEach(directive -> overridden.add(name(directive)));
        forAll.removeIf(directive -> overridden.contains(name(directive)));
        forThis.addAll(forAll);
        return forThis.stream().map(SurrogateControl::name).anyMatch(DECISIVE::contains)
                ? Optional.of(CacheControl.of(forThis))
                : Optional.empty();
    }

    private static String name(String directive) {
        int equals = directive.indexOf('=');
        return (equals < 0 ? directive : directive.substring(0, equals)).toLowerCase(Locale.ROOT);
    }

    /**
     * In {@code max-age=600+60} the second number allows to serve stale for so long. Nothing is served for longer on its
     * account, but the first one counts.
     */
    private static String withoutExtension(String directive) {
        int plus = directive.indexOf('+');
        boolean extended = plus >= 0
                && name(directive).equals("max-age")
                && DeltaSeconds.parse(directive.substring(plus + 1)).isPresent();
        return extended ? directive.substring(0, plus) : directive;
    }
}
