package io.freshet.policy;

import io.freshet.http.Field;
import io.freshet.http.RequestHead;
import io.freshet.http.ResponseHead;
import io.freshet.http.Site;
import io.freshet.http.UriReference;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What an unsafe request makes out of date (RFC 9111 §4.4). */
public final class Invalidation {

    private Invalidation() {}

    /**
     * A target whose stored responses are out of date.
     *
     * @param uri in the form of {@link RequestHead#uri()}
     * @param reason which part of the exchange named it
     */
    public record Target(String uri, Reason reason) {}

    /** RFC 9111 §4.4: whether {@code response} is a non-error response to an unsafe request. */
    public static boolean invalidates(RequestHead request, int status) {
        return Methods.unsafe(request.method()) && status >= 200 && status < 400;
    }

    /**
     * The targets whose stored responses {@code response} to {@code request} invalidates; empty when none: the request was
     * safe, or it failed. Location and Content-Location count where they have the target's origin or that of the site that the client asked, so that no one can empty
     * another's cache; a bad one counts for nothing. So it is with the {@code Destination} of a COPY or MOVE (RFC 4918 §9.8, §9.9).
     */
    public static List<Target> targets(RequestHead request, ResponseHead response) {
        if (!invalidates(request, response.status())) {
            return List.of();
        }
        Map<String, Reason> targets = new LinkedHashMap<>();
        targets.put(request.uri(), Reason.UNSAFE_METHOD);
        named(request, response, "Location").ifPresent(uri -> targets.putIfAbsent(uri, Reason.UNSAFE_LOCATION));
        contentLocation(request, response).ifPresent(uri -> targets.putIfAbsent(uri, Reason.UNSAFE_CONTENT_LOCATION));
        destination(request).ifPresent(uri -> targets.putIfAbsent(uri, Reason.UNSAFE_DESTINATION));
        return targets.entrySet().stream()
                .map(target -> new Target(target.getKey(), target.getValue()))
                .toList();
    }

    /** The URI of the target's origin that {@code Content-Location} names (RFC 9110 §8.7). */
    static Optional<String> contentLocation(RequestHead request, ResponseHead response) {
        return named(request, response, Field.CONTENT_LOCATION);
    }

    /** RFC 4918 §10.3: an absolute URI or an absolute path, as the origin gets it. */
    private static Optional<String> destination(RequestHead request) {
        if (!Methods.hasDestination(request.method())) {
            return Optional.empty();
        }
        UriReference target = UriReference.parse(request.uri());
        return request.fields().getValuesList("Destination").stream()
                .findFirst()
                .map(UriReference::parse)
                .map(target::resolve)
                .filter(target::sameOrigin)
                .map(named -> inFormOf(target, named));
    }

    private static Optional<String> named(RequestHead request, ResponseHead response, String field) {
        UriReference target = UriReference.parse(request.uri());
        return response.fields().getValuesList(field).stream()
                .findFirst()
                .map(UriReference::parse)
                .flatMap(reference -> atOrigin(target, reference, request.site()))
                .map(named -> inFormOf(target, named));
    }

    /** An origin may call itself what its clients call it. */
    private static Optional<UriReference> atOrigin(UriReference target, UriReference reference, Site site) {
        return Optional.of(target.resolve(reference)).filter(target::sameOrigin).or(() -> site.atOrigin(reference));
    }

    /** With the target's spelling of their common origin. */
    private static String inFormOf(UriReference target, UriReference named) {
        return target.scheme().orElseThrow() + "://" + target.authority().orElse("")
                + (named.path().isEmpty() ? "/" : named.path())
                + named.query().map(query -> '?' + query).orElse("");
    }
}
