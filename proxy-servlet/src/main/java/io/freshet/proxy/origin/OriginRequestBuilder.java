package io.freshet.proxy.origin;

import io.freshet.http.RequestHead;
import io.freshet.routing.OriginMapping;
import java.util.Optional;
import java.util.function.Supplier;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.Request;
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

    /** A request that no client waits for. */
    public Request own(Attempt attempt) {
        RequestHead head = attempt.fetch().clientRequest();
        return begin(attempt, head.method(), OriginMapping.pathAndQuery(head.uri()), true, Optional.empty())
                .headers(fields -> tracing.add(
                        fields.clear().add(attempt.fetch().originFields()).add(HttpHeader.VIA, "1.1 " + via.get())));
    }
}
