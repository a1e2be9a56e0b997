package io.freshet.policy;

import io.freshet.http.RequestHead;
import io.freshet.http.ResponseHead;
import io.freshet.http.UriReference;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** What an unsafe request makes out of date (RFC 9111 §4.4). */
public final class Invalidation {

    private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS", "TRACE");

    private Invalidation() {}

    /** Whether a request with this method may change something (RFC 9110 §9.2.1); unknown methods may. */
    public static boolean unsafe(String method) {
        return !SAFE.contains(method);
    }

    /**
     * The URIs whose stored responses {@code response} to {@code request} invalidates, in the form of {@link RequestHead#uri()};
     * empty when none: the request was safe, or it failed. Location and Content-Location count where they have the target's
     * origin, so that no one can empty another's cache; a bad one counts for nothing.
     */
    public static List<String> targets(RequestHead request, ResponseHead response) {
        boolean succeeded = response.status() >= 200 && response.status() < 400;
        if (!unsafe(request.method()) || !succeeded) {
            return List.of();
        }
        UriReference target = UriReference.parse(request.uri());
        Set<String> uris = new LinkedHashSet<>();
        uris.add(request.uri());
        Stream.of("Location", "Content-Location")
                .flatMap(name -> response.fields().getValuesList(name).stream().limit(1))
                .map(reference -> target.resolve(UriReference.parse(reference)))
                .filter(target::sameOrigin)
                .forEach(named -> uris.add(inFormOf(target, named)));
        return List.copyOf(uris);
    }

    /** With the target's spelling of their common origin. */
    private static String inFormOf(UriReference target, UriReference named) {
        return target.scheme().orElseThrow() + "://" + target.authority().orElse("")
                + (named.path().isEmpty() ? "/" : named.path())
                + named.query().map(query -> '?' + query).orElse("");
    }
}
