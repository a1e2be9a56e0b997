package io.freshet.policy;

import io.freshet.http.CacheControl;
import io.freshet.http.Field;
import io.freshet.http.FieldValues;
import io.freshet.http.RequestHead;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpStatus;

/**
 * What an answer of the origin, which does not replace the stored response that it was asked about, says of that response (RFC 9111
 * §4.3.3). One request must not end for all what it alone was refused: see docs/decisions/0049.
 */
public final class Superseding {

    /** What becomes of the stored response. */
    public enum Effect {
        /** The answer says nothing about it: it stays. */
        NONE,
        /** Only the answer to {@linkplain OwnRequest a question of the cache's own} can tell. */
        IN_DOUBT,
        /** The origin has it no more. */
        ENDS
    }

    /** What an origin says of the resource to every client alike (RFC 9110 §15.4, §15.5); so does any 2xx but 206. */
    private static final Set<Integer> OF_RESOURCE = Set.of(300, 301, 308, 404, 410);

    /** What may depend on who asks: on an address, a country, a login (RFC 9110 §15.4, §15.5; RFC 7725). */
    private static final Set<Integer> OF_CLIENT = Set.of(302, 303, 307, 401, 402, 403, 451);

    /** What asks for something of one's own, or says who asks. */
    private static final List<String> PERSONAL = List.of(
            Field.COOKIE, "Authorization", Field.RANGE, Field.IF_RANGE, Field.IF_MATCH, Field.IF_UNMODIFIED_SINCE);

    /** What only the cache evaluates; the origin does not see it (RFC 9111 §4.3.2). */
    private static final Set<String> KEPT_FROM_ORIGIN = Set.of("if-none-match", "if-modified-since");

    /** The directives of a reload. */
    private static final Map<String, Set<String>> RELOAD =
            Map.of("cache-control", Set.of("no-cache", "max-age=0"), "pragma", Set.of("no-cache"));

    private Superseding() {}

    /**
     * What the answer to a client's request says.
     *
     * @param own the cache's own question about the same; empty where it cannot put one
     * @param status that of the answer; 304 where the answer confirms and forbids to store
     */
    public static Effect byClient(RequestHead request, Optional<RequestHead> own, int status) {
        if (personal(request) || own.isEmpty() || status >= 500) {
            return Effect.NONE;
        }
        boolean plain = ofResource(status) && saysNoMoreThan(own.get(), request);
        return plain ? Effect.ENDS : Effect.IN_DOUBT;
    }

    /** The effect of an answer to a request with a client's fields that no client waits for: the cache may ask once more. */
    public static Effect byRefresh(RequestHead request, Optional<RequestHead> own, int status) {
        boolean askable = status >= 500 && !personal(request) && own.isPresent();
        return askable ? Effect.IN_DOUBT : byClient(request, own, status);
    }

    /** What the answer to the cache's own question says. */
    public static Effect byOwn(int status) {
        return ofResource(status) || OF_CLIENT.contains(status) ? Effect.ENDS : Effect.NONE;
    }

    private static boolean ofResource(int status) {
        return (status >= 200 && status < 300 && status != HttpStatus.PARTIAL_CONTENT_206)
                || status == 304
                || OF_RESOURCE.contains(status);
    }

    /** Whether what a request is refused may be due to this one request. */
    static boolean personal(RequestHead request) {
        return PERSONAL.stream().anyMatch(request.fields()::contains)
                || CacheControl.of(request.fields()).has("no-store")
                || ConnectionAuthentication.asked(request.fields());
    }

    /** Whether the client chose nothing that the origin sees: all but the way is as the cache itself would say it. */
    private static boolean saysNoMoreThan(RequestHead own, RequestHead request) {
        return request.fields().stream().allMatch(field -> ofNoClient(field, own, request));
    }

    private static boolean ofNoClient(HttpField field, RequestHead own, RequestHead request) {
        String name = field.getLowerCaseName();
        Optional<String> value = FieldValues.combined(request.fields(), name);
        return KEPT_FROM_ORIGIN.contains(name)
                || OwnRequest.OF_THE_WAY.contains(name)
                || value.filter(RELOAD.getOrDefault(name, Set.of())::contains).isPresent()
                || value.equals(FieldValues.combined(own.fields(), name));
    }
}
