package io.freshet.proxy.admission;

import io.freshet.engine.response.GeneratedResponses;
import io.freshet.engine.response.Step.Answer;
import io.freshet.http.FieldValues;
import io.freshet.http.HostName;
import io.freshet.http.RequestFraming;
import io.freshet.policy.Reason;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;

/** Refuses what a container lets through but two readers could understand differently, before anything is looked up or sent. */
final class RequestValidator {

    private static final Set<String> VERSIONS = Set.of("HTTP/1.0", "HTTP/1.1", "HTTP/2.0");
    private static final Set<String> UNSUPPORTED_METHODS = Set.of("CONNECT", "TRACE");

    private RequestValidator() {}

    /** The answer to a request that goes no further; empty for one that may. */
    static Optional<Answer> refusal(ClientRequest request) {
        if (!VERSIONS.contains(request.protocol())) {
            return refuse(505, "This proxy speaks HTTP/1.0, HTTP/1.1 and HTTP/2.", Reason.VERSION_REFUSED);
        }
        if (request.framing() instanceof RequestFraming.Ambiguous ambiguous) {
            return Optional.of(inDoubt(request, ambiguous));
        }
        if (!clearHosts(request)) {
            return refuse(400, "The request's Host is no host.", Reason.HOST_REFUSED);
        }
        if (!supported(request.method())) {
            return refuse(501, "This proxy does not do " + request.method() + ".", Reason.METHOD_REFUSED);
        }
        if (wantsWebSocket(request)) {
            return refuse(
                    501,
                    "This proxy does not pass WebSocket on: let such clients connect to the origin by another way.",
                    Reason.UPGRADE_REFUSED);
        }
        return Optional.empty();
    }

    private static boolean clearHosts(ClientRequest request) {
        for (HttpField field : request.fields()) {
            if (field.getHeader() == HttpHeader.HOST
                    && (field.getValue() == null || !HostName.isClear(field.getValue()))) {
                return false;
            }
        }
        return true;
    }

    /**
     * Whether nothing but an upgrade would do. Other upgrades a server may pass over, and answer as if they had not been offered (RFC
     * 9110 §7.8); HTTP/1.0 has none, nor has HTTP/2.
     */
    private static boolean wantsWebSocket(ClientRequest request) {
        return request.protocol().equals("HTTP/1.1")
                && request.fields().contains(HttpHeader.UPGRADE)
                && FieldValues.elements(request.fields(), "Upgrade").stream()
                        .anyMatch(protocol -> protocol.split("/", 2)[0].trim().equalsIgnoreCase("websocket"));
    }

    /** Where the framing is in doubt, so is whatever else came on the connection: it is closed (RFC 9112 §6.1). */
    private static Answer inDoubt(ClientRequest request, RequestFraming.Ambiguous ambiguous) {
        Answer refusal = GeneratedResponses.request(400, ambiguous.sentence(), Reason.FRAMING_REFUSED);
        if (request.protocol().equals("HTTP/2.0")) {
            return refusal;
        }
        HttpFields closing = HttpFields.build(refusal.head().fields())
                .put(HttpHeader.CONNECTION, "close")
                .asImmutable();
        return new Answer(refusal.head().with(closing), refusal.content());
    }

    static Answer unmappable() {
        return GeneratedResponses.request(
                400,
                "The request's path cannot be mapped to the origin, or servers read it differently.",
                Reason.PATH_REFUSED);
    }

    static Answer notForEverybody() {
        return GeneratedResponses.request(
                405, "PURGE is not taken from your address: see purge-from.", Reason.METHOD_REFUSED);
    }

    static Answer loop() {
        return GeneratedResponses.request(
                508, "This request has been here before: the origin leads back to this proxy.", Reason.LOOP_DETECTED);
    }

    /** The HTTP client writes methods in capitals, and {@code get} is not {@code GET} (RFC 9110 §9.1). */
    private static boolean supported(String method) {
        return !UNSUPPORTED_METHODS.contains(method) && method.equals(method.toUpperCase(Locale.ROOT));
    }

    private static Optional<Answer> refuse(int status, String sentence, Reason reason) {
        return Optional.of(GeneratedResponses.request(status, sentence, reason));
    }
}
