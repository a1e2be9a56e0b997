package io.freshet.proxy.origin;

import io.freshet.http.FieldValues;
import io.freshet.http.RequestHead;
import io.freshet.routing.OriginMapping;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;

/** Builds the requests to origins: those of clients, step by step as Jetty's proxy servlet asks for them, and the cache's own. */
public final class OriginRequestBuilder {

    private final Supplier<HttpClient> client;
    private final Tracing tracing;
    private final Supplier<String> via;

    /**
     * @param client asked for once it is started
     * @param via what this proxy is called in {@code Via}
     */
    public OriginRequestBuilder(Supplier<HttpClient> client, Tracing tracing, Supplier<String> via) {
        this.client = client;
        this.tracing = tracing;
        this.via = via;
    }

    /**
     * A request without fields.
     *
     * @param pathAndQuery sent as it is, even where it is no valid URI
     * @param repeatable whether its content can be sent again
     * @param one the client's connection; empty where none authenticates itself
     */
    public Request begin(
            Attempt attempt,
            String method,
            String pathAndQuery,
            boolean repeatable,
            Optional<ConnectionUse.OneClient> one) {
        HttpClient http = client.get();
        Request request =
                OriginClient.request(http, attempt.address(), pathAndQuery).method(method);
        RetryRule.mark(request, repeatable);
        ConnectionUse.choose(http, request, attempt.fetch().originFields(), one);
        if (attempt.again()) {
            ConnectionUse.once(http, request);
        }
        return request;
    }

    /**
     * Puts in the fields of a request on behalf of a client, but for {@code Via}.
     *
     * @param client the client's {@code TE}, {@code traceparent} and {@code tracestate} at least
     * @param begun the trace that was begun for the same request before
     * @return the trace that is begun for the request, where the client says none
     */
    public Optional<String> copy(
            Attempt attempt, HttpFields client, Optional<String> begun, HttpFields.Mutable fields) {
        fields.clear().add(attempt.fetch().originFields());
        Optional<String> trace = tracing.add(client, begun, fields);
        // RFC 9110 §10.1.4: whether the client wants trailer fields.
        if (client.contains(HttpHeader.TE)
                && FieldValues.elements(client, HttpHeader.TE.asString()).stream()
                        .anyMatch("trailers"::equalsIgnoreCase)) {
            fields.add(HttpHeader.TE, "trailers").add(HttpHeader.CONNECTION, "TE");
        }
        return trace;
    }

    /**
     * Says that the request came this way (RFC 9110 §7.6.3), behind what others say.
     *
     * @param protocol by which it came, for example {@code HTTP/1.1}
     */
    public void addVia(String protocol, HttpFields.Mutable fields) {
        List<String> way = new ArrayList<>(FieldValues.elements(fields, HttpHeader.VIA.asString()));
        way.add(protocol.substring(protocol.indexOf('/') + 1) + " " + via.get());
        fields.put(HttpHeader.VIA, String.join(", ", way));
    }

    /** A request that no client waits for. */
    public Request own(Attempt attempt) {
        RequestHead head = attempt.fetch().clientRequest();
        return begin(attempt, head.method(), OriginMapping.pathAndQuery(head.uri()), true, Optional.empty())
                .headers(fields -> {
                    tracing.add(fields.clear().add(attempt.fetch().originFields()));
                    addVia("HTTP/1.1", fields);
                });
    }
}
