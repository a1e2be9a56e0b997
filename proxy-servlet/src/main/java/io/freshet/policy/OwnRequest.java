package io.freshet.policy;

import io.freshet.http.Field;
import io.freshet.http.RequestHead;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.eclipse.jetty.http.HttpFields;

/** A request of the cache's own for what is stored: no client chose any of it but what the stored response was selected by. */
public final class OwnRequest {

    /** What a proxy adds that tells the way and the trace of a client's request, and differs from client to client. */
    static final Set<String> OF_THE_WAY = Set.of("forwarded", "x-forwarded-for", "traceparent", "tracestate");

    /** What a proxy says of the site that was asked. */
    private static final List<String> OF_THE_SITE = List.of("Host", Field.X_FORWARDED_HOST, Field.X_FORWARDED_PROTO);

    private OwnRequest() {}

    /**
     * The question.
     *
     * @param request a client's request that selects {@code stored}
     * @param keyed the fields that are part of the key
     * @param edit what an operator's rules do to the fields of a request
     * @return empty where the values that selected the stored response are not known, as they are concealed, and for a QUERY, whose
     *     content is not kept
     */
    public static Optional<RequestHead> of(
            RequestHead request, StoredHead stored, List<String> keyed, UnaryOperator<HttpFields> edit) {
        List<String> nominated = Variance.nominated(stored.response().fields());
        if (Methods.isQuery(request.method()) || nominated.stream().anyMatch(Concealment::conceals)) {
            return Optional.empty();
        }
        HttpFields.Mutable fields = HttpFields.build();
        OF_THE_SITE.forEach(name -> request.fields().getFields(name).forEach(fields::add));
        // RFC 7239: as this proxy writes it, without who asks.
        Optional.ofNullable(request.fields().get(Field.FORWARDED))
                .map(forwarded -> forwarded.replaceFirst("^for=(\"[^\"]*\"|[^;\"]*);", ""))
                .ifPresent(forwarded -> fields.put(Field.FORWARDED, forwarded));
        fields.add("User-Agent", "Freshet");
        fields.add("Accept", "*/*");
        keyed.forEach(name -> copy(name, request.fields(), fields));
        nominated.forEach(name -> copy(name, stored.request().fields(), fields));
        return Optional.of(new RequestHead("GET", request.uri(), edit.apply(fields.asImmutable()), request.site()));
    }

    /** Also that there is none. */
    private static void copy(String name, HttpFields from, HttpFields.Mutable to) {
        to.remove(name);
        from.getFields(name).forEach(to::add);
    }
}
