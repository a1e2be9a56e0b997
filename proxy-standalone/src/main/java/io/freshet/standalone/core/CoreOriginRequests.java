package io.freshet.standalone.core;

import io.freshet.proxy.admission.Admission.Admitted;
import io.freshet.proxy.exchange.Exchange;
import io.freshet.proxy.origin.Attempt;
import io.freshet.proxy.origin.ConnectionUse;
import io.freshet.proxy.origin.OriginRequestBuilder;
import io.freshet.proxy.origin.Tracing;
import java.util.Optional;
import org.eclipse.jetty.server.ConnectionMetaData;
import org.eclipse.jetty.server.Request;

/**
 * The requests to the origin on behalf of one client's request without content.
 *
 * @param request the client's
 * @param builder makes them
 */
record CoreOriginRequests(Admitted admitted, Request request, OriginRequestBuilder builder)
        implements Exchange.OriginRequests {

    @Override
    public boolean repeatable() {
        return true;
    }

    @Override
    public Optional<org.eclipse.jetty.client.Request> make(Attempt attempt) {
        ConnectionMetaData connection = request.getConnectionMetaData();
        return Optional.of(builder.begin(
                        attempt,
                        request.getMethod(),
                        admitted.pathAndQuery(),
                        repeatable(),
                        ConnectionUse.OneClient.of(connection.getProtocol(), connection.getId()))
                .headers(fields -> {
                    builder.copy(attempt, request.getHeaders(), begun(), fields)
                            .ifPresent(trace -> request.setAttribute(Tracing.ATTRIBUTE, trace));
                    builder.addVia(connection.getProtocol(), fields);
                }));
    }

    private Optional<String> begun() {
        return Optional.ofNullable((String) request.getAttribute(Tracing.ATTRIBUTE));
    }
}
