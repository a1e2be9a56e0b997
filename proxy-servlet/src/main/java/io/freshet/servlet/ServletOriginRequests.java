package io.freshet.servlet;

import io.freshet.proxy.admission.Admission;
import io.freshet.proxy.exchange.Exchange;
import io.freshet.proxy.origin.Attempt;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import org.eclipse.jetty.client.Request;

/** The requests to the origin on behalf of one client's request, made by the hooks of Jetty's proxy servlet. */
final class ServletOriginRequests implements Exchange.OriginRequests {

    private final Admission.Admitted admitted;
    private final HttpServletRequest request;
    private final Optional<RequestContent> content;
    private final Hooks hooks;

    /** The hooks of Jetty's proxy servlet, one after another. */
    interface Hooks {
        Request make(HttpServletRequest request, Making making);
    }

    ServletOriginRequests(
            Admission.Admitted admitted, HttpServletRequest request, Optional<RequestContent> content, Hooks hooks) {
        this.admitted = admitted;
        this.request = request;
        this.content = content;
        this.hooks = hooks;
    }

    @Override
    public boolean repeatable() {
        return content.isEmpty() || content.get().whole().isPresent();
    }

    @Override
    public Optional<Request> make(Attempt attempt) {
        Request originRequest = hooks.make(request, new Making(attempt, admitted.pathAndQuery(), repeatable()));
        boolean given = content.isEmpty() || content.get().giveTo(originRequest);
        return Optional.of(originRequest).filter(ready -> given);
    }
}
