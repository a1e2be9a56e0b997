package io.freshet.standalone.metrics;

import io.freshet.http.TraceParent;
import io.freshet.proxy.origin.Tracing;
import java.util.Optional;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;

/**
 * A request as it may be noted: with the identity of its trace as one more field, whatever a client said of that, and without user
 * and password in {@code Referer}.
 */
final class LoggedRequest extends Request.Wrapper {

    static final String TRACE = "Freshet-Trace";

    private static final Pattern USER_INFO = Pattern.compile("^([A-Za-z][A-Za-z0-9+.-]*://)[^/?#]*@");

    LoggedRequest(Request request) {
        super(request);
    }

    /** The client's trace where it named a valid one, or else the one that was begun for it, if one was. */
    static Optional<String> trace(Request request) {
        return TraceParent.of(request.getHeaders())
                .map(TraceParent::traceId)
                .or(() -> Optional.ofNullable((String) request.getAttribute(Tracing.ATTRIBUTE)));
    }

    @Override
    public HttpFields getHeaders() {
        HttpFields.Mutable fields = HttpFields.build(super.getHeaders()).remove(TRACE);
        Optional.ofNullable(fields.get(HttpHeader.REFERER))
                .ifPresent(referer -> fields.put(
                        HttpHeader.REFERER, USER_INFO.matcher(referer).replaceFirst("$1")));
        trace(getWrapped()).ifPresent(trace -> fields.add(TRACE, trace));
        return fields;
    }
}
