package io.freshet.proxy.admission;

import io.freshet.config.AddressBlock;
import io.freshet.engine.response.Step.Answer;
import io.freshet.http.HopByHop;
import io.freshet.http.RequestHead;
import io.freshet.http.Site;
import io.freshet.http.TargetPath;
import io.freshet.policy.Methods;
import io.freshet.routing.OriginMapping;
import io.freshet.routing.PublicView;
import io.freshet.routing.RequestView;
import io.freshet.routing.Route;
import io.freshet.routing.Router;
import io.freshet.routing.RoutingFields;
import java.util.List;
import java.util.Optional;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;

/** Where every client's request comes in: refuses what is ambiguous, and makes of the rest what cache and origin get to see. */
public final class RequestAdmission {

    private final boolean preserveHost;
    private final List<AddressBlock> purgers;
    private final Router router;
    private final Forwarding forwarding;
    private final RoutingFields routingFields;

    /**
     * A gate.
     *
     * @param preserveHost whether the origin gets the client's {@code Host}
     * @param purgers who may remove what is stored
     * @param routingFields what of a request's fields goes no further
     */
    public RequestAdmission(
            boolean preserveHost,
            List<AddressBlock> purgers,
            Router router,
            Forwarding forwarding,
            RoutingFields routingFields) {
        this.preserveHost = preserveHost;
        this.purgers = purgers;
        this.router = router;
        this.forwarding = forwarding;
        this.routingFields = routingFields;
    }

    private boolean mayPurge(String remoteAddress) {
        return AddressBlock.literal(remoteAddress)
                .filter(address -> purgers.stream().anyMatch(block -> block.contains(address)))
                .isPresent();
    }

    /** What becomes of {@code request}. Never blocks. */
    public Admission admit(ClientRequest request) {
        Optional<Answer> refusal = RequestValidator.refusal(request);
        if (refusal.isPresent()) {
            return new Admission.Refused(refusal.get());
        }
        if (Purging.is(request.method()) && !mayPurge(request.remoteAddress())) {
            return new Admission.Refused(RequestValidator.notForEverybody());
        }
        Optional<TargetPath> path = path(request);
        if (path.isEmpty()) {
            return new Admission.Refused(RequestValidator.unmappable());
        }
        Optional<String> host = Optional.ofNullable(request.fields().get(HttpHeader.HOST))
                .map(given -> Site.normalHost(request.scheme(), given));
        Route route = route(request, path.get(), host);
        return forwarding.loops(request.fields())
                ? new Admission.Refused(RequestValidator.loop())
                : admit(request, path.get(), host, route);
    }

    private Admission admit(ClientRequest request, TargetPath path, Optional<String> host, Route route) {
        OriginMapping mapping = route.origin().mapping();
        String target = mapping.pathAndQuery(path, request.query());
        String authority = mapping.origin().getRawAuthority();
        if (preserveHost) {
            authority = host.orElse(authority);
        }
        HttpFields edited = route.edit().apply(fields(request, host));
        Site site = Site.told(edited).below(request.contextPath(), mapping.basePath());
        if (Methods.hasDestination(request.method())) {
            Optional<HttpFields> mapped = mapDestination(edited, site, mapping.uri(authority, ""));
            if (mapped.isEmpty()) {
                return new Admission.Refused(RequestValidator.unmappable());
            }
            edited = mapped.get();
        }
        RequestHead head = new RequestHead(request.method(), mapping.uri(authority, target), edited, site);
        return new Admission.Admitted(
                head,
                target,
                route,
                new PublicView(mapping, request.contextPath(), host),
                request.framing(),
                Optional.empty());
    }

    /** The fields of a request as the origin gets them, before rules change them. */
    private HttpFields fields(ClientRequest request, Optional<String> host) {
        HttpFields.Mutable fields = HopByHop.strip(request.fields())
                .remove(HttpHeader.EXPECT)
                // Said anew of what the origin gets: RequestContent.
                .remove(HttpHeader.CONTENT_LENGTH);
        routingFields.dropFrom(fields);
        forwarding.tellTruth(request, host, fields);
        if (preserveHost) {
            host.ifPresent(name -> fields.put(HttpHeader.HOST, name));
        } else {
            fields.remove(HttpHeader.HOST);
        }
        return fields.asImmutable();
    }

    /** Empty where a {@code Destination} is to be refused. */
    private static Optional<HttpFields> mapDestination(HttpFields fields, Site site, String origin) {
        HttpFields.Mutable mapped = HttpFields.build(fields);
        List<Optional<String>> values = fields.getValuesList("Destination").stream()
                .map(value -> site.destination(value, origin))
                .toList();
        if (values.stream().anyMatch(Optional::isEmpty)) {
            return Optional.empty();
        }
        mapped.remove("Destination");
        values.forEach(value -> mapped.add("Destination", value.orElseThrow()));
        return Optional.of(mapped.asImmutable());
    }

    /** The path below the web application's; empty where it is outside, or is to be refused. */
    private static Optional<TargetPath> path(ClientRequest request) {
        if (!request.targetKept() || !request.path().startsWith(request.contextPath())) {
            return Optional.empty();
        }
        String path = request.path().substring(request.contextPath().length());
        return path.isEmpty() ? Optional.of(TargetPath.ROOT) : TargetPath.of(path);
    }

    private Route route(ClientRequest request, TargetPath path, Optional<String> host) {
        return router.route(new RequestView(
                // What is to be purged, or only asked about, is what a GET finds.
                Purging.is(request.method()) ? "GET" : Methods.headAsGet(request.method()),
                host.orElse(""),
                path,
                request.fields()));
    }
}
