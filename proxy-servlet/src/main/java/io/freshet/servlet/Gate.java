package io.freshet.servlet;

import io.freshet.config.ProxyConfig;
import io.freshet.engine.Answer;
import io.freshet.http.HopByHop;
import io.freshet.http.RequestHead;
import java.util.Optional;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;

/** Where every client's request comes in: refuses what is ambiguous, and makes of the rest what cache and origin get to see. */
public final class Gate {

    private final ProxyConfig config;
    private final OriginMapping mapping;
    private final Forwarding forwarding;

    Gate(ProxyConfig config, OriginMapping mapping, Forwarding forwarding) {
        this.config = config;
        this.mapping = mapping;
        this.forwarding = forwarding;
    }

    /** What becomes of {@code request}. Never blocks. */
    public Admission admit(ClientRequest request) {
        Optional<Answer> refusal = Screening.refusal(request);
        if (refusal.isPresent()) {
            return new Admission.Refused(refusal.get());
        }
        Optional<String> path = mapping.pathAndQuery(request.path(), request.contextPath(), request.query());
        if (path.isEmpty()) {
            return new Admission.Refused(Screening.unmappable());
        }
        if (forwarding.loops(request.fields())) {
            return new Admission.Refused(Screening.loop());
        }
        HttpFields.Mutable fields = HopByHop.strip(request.fields()).remove(HttpHeader.EXPECT);
        forwarding.tellTruth(request, fields);
        String authority = config.origin().getRawAuthority();
        if (config.preserveHost()) {
            authority =
                    Optional.ofNullable(request.fields().get(HttpHeader.HOST)).orElse(authority);
        } else {
            fields.remove(HttpHeader.HOST);
        }
        String uri = mapping.uri(authority, path.get());
        return new Admission.Admitted(new RequestHead(request.method(), uri, fields.asImmutable()), path.get());
    }
}
