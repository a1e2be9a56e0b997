package io.freshet.policy;

import io.freshet.http.CacheControl;
import io.freshet.http.CacheGroups;
import io.freshet.http.CacheTags;
import io.freshet.http.ContentRange;
import io.freshet.http.Field;
import io.freshet.http.FieldValues;
import io.freshet.http.RequestHead;
import io.freshet.http.ResponseHead;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpStatus;

/**
 * Whether a shared cache may store a response, and gains by it (RFC 9111 §3). Both heads are those of the origin's leg,
 * {@linkplain io.freshet.http.HopByHop#strip stripped}.
 */
public final class Storability {

    /** In this order, so that the answer names the plainest reason. */
    private static final List<Rule> RULES = List.of(
            Storability::bypass,
            Storability::method,
            Storability::finalStatus,
            Storability::wholeAnswer,
            Storability::mustUnderstand,
            Storability::requestNoStore,
            Storability::noStore,
            Storability::isPrivate,
            Storability::connectionAuthentication,
            Storability::authorization,
            Storability::setCookie,
            Storability::varyStar,
            Storability::stream,
            Storability::groups,
            Storability::tags,
            Storability::statusLifetime,
            Storability::deception,
            Storability::credentialsLifetime,
            Storability::ending,
            Storability::usable);

    private Storability() {}

    /** Whether {@code response}, the answer to {@code request}, may be stored; a refusal names the first rule against it. */
    public static Verdict judge(RequestHead request, ResponseHead response, PolicySettings settings) {
        return judge(request, response, Ending.DELIMITED, settings);
    }

    /** Whether a response whose content ends in this way may be stored. */
    public static Verdict judge(RequestHead request, ResponseHead response, Ending ending, PolicySettings settings) {
        Exchange exchange = Exchange.of(request, response, ending, settings);
        for (Rule rule : RULES) {
            Optional<Reason> refusal = rule.refusal(exchange);
            if (refusal.isPresent()) {
                return Verdict.no(refusal.get());
            }
        }
        return Verdict.yes(Reason.STORABLE);
    }

    /** @param made when the response was made, at the latest */
    private record Exchange(
            RequestHead request,
            ResponseHead response,
            Ending ending,
            ResponseDirectives directives,
            PolicySettings settings,
            Instant made,
            Lifetime lifetime) {

        /** Without a {@code Date} the lifetime is unknown until it arrives; a lifetime is then given the benefit of doubt. */
        static Exchange of(RequestHead request, ResponseHead response, Ending ending, PolicySettings settings) {
            ResponseDirectives directives = ResponseDirectives.of(response, settings);
            Instant made = Lifetime.date(response, Instant.EPOCH);
            Lifetime lifetime = Lifetime.of(response, directives, settings, made);
            return new Exchange(request, response, ending, directives, settings, made, lifetime);
        }

        CacheControl control() {
            return directives.control();
        }

        StoredHead asStored() {
            return new StoredHead(request, response, made, made);
        }
    }

    /** The operator says so. */
    private static Optional<Reason> bypass(Exchange exchange) {
        return refuseIf(OperatorDirectives.bypass(exchange.control()), Reason.BYPASS);
    }

    private interface Rule {
        Optional<Reason> refusal(Exchange exchange);
    }

    /** RFC 9111 §3: a method the cache understands. The answer to HEAD has no content to store. */
    private static Optional<Reason> method(Exchange exchange) {
        String method = exchange.request.method();
        if (method.equals("POST")) {
            return refuseIf(!representsTarget(exchange), Reason.POST_WITHOUT_LOCATION);
        }
        return refuseIf(!Methods.isGet(method) && !Methods.isQuery(method), Reason.METHOD_NOT_STORABLE);
    }

    /**
     * RFC 9110 §9.3.3: the response to a POST can answer a GET when it states its lifetime and that it is a representation of
     * the target. A redirection's content is not the target's.
     */
    private static boolean representsTarget(Exchange exchange) {
        boolean ofTarget = Invalidation.contentLocation(exchange.request, exchange.response)
                .filter(exchange.request.uri()::equals)
                .isPresent();
        int status = exchange.response.status();
        return ofTarget
                && exchange.lifetime().explicit()
                && status >= 200
                && status < 300
                && status != HttpStatus.PARTIAL_CONTENT_206;
    }

    /** RFC 9111 §3: a final status code. */
    private static Optional<Reason> finalStatus(Exchange exchange) {
        int status = exchange.response.status();
        // RFC 9110 §15: what is above 599 is no status code.
        return status > 599 ? Optional.of(Reason.UNKNOWN_STATUS) : refuseIf(status < 200, Reason.INTERIM_RESPONSE);
    }

    /** RFC 9111 §3: a part only where one can tell which; never the answer to a condition. */
    private static Optional<Reason> wholeAnswer(Exchange exchange) {
        int status = exchange.response.status();
        if (status == HttpStatus.PARTIAL_CONTENT_206) {
            return refuseIf(!isPart(exchange), Reason.PARTIAL_CONTENT);
        }
        return refuseIf(Statuses.answersCondition(status), Reason.CONDITIONAL_STATUS);
    }

    /** RFC 9110 §15.3.7: one range, as it was asked for, and as long as it says. */
    private static boolean isPart(Exchange exchange) {
        HttpFields fields = exchange.response.fields();
        Optional<String> length = FieldValues.combined(fields, Field.CONTENT_LENGTH);
        return Methods.isGet(exchange.request.method())
                && exchange.request.fields().contains(Field.RANGE)
                && ContentRange.of(fields)
                        .map(where -> Long.toString(where.range().length()))
                        .filter(stated -> length.isEmpty() || length.get().equals(stated))
                        .isPresent();
    }

    /** RFC 9111 §5.2.2.3. */
    private static Optional<Reason> mustUnderstand(Exchange exchange) {
        boolean understood = Statuses.understood(exchange.response.status());
        return refuseIf(exchange.control().has("must-understand") && !understood, Reason.UNKNOWN_STATUS);
    }

    /** RFC 9111 §5.2.1.5. */
    private static Optional<Reason> requestNoStore(Exchange exchange) {
        return refuseIf(CacheControl.of(exchange.request.fields()).has("no-store"), Reason.REQUEST_NO_STORE);
    }

    /** RFC 9111 §5.2.2.5; beside must-understand it speaks only to caches that do not (RFC 9111 §5.2.2.3). */
    private static Optional<Reason> noStore(Exchange exchange) {
        boolean meant = !exchange.control().has("must-understand");
        return refuseIf(exchange.control().has("no-store") && meant, Reason.NO_STORE);
    }

    /** RFC 9111 §5.2.2.7; the form that names fields lets the rest be stored: {@link StoredHeads} leaves them out. */
    private static Optional<Reason> isPrivate(Exchange exchange) {
        boolean whole = exchange.control().fieldNames("private").isEmpty();
        return refuseIf(exchange.control().has("private") && whole, Reason.PRIVATE);
    }

    /** RFC 4559 §6: it is for whom the connection belongs to, whatever the response says. */
    private static Optional<Reason> connectionAuthentication(Exchange exchange) {
        return refuseIf(
                ConnectionAuthentication.asked(exchange.request.fields())
                        || ConnectionAuthentication.offered(exchange.response.fields()),
                Reason.CONNECTION_AUTHENTICATION);
    }

    /** RFC 9111 §3.5; or an operator says what the directives named there say. */
    private static Optional<Reason> authorization(Exchange exchange) {
        boolean allowed = Stream.of("must-revalidate", "public", "s-maxage").anyMatch(exchange.control()::has)
                || OperatorDirectives.shares(exchange.control());
        return refuseIf(exchange.request.fields().contains("Authorization") && !allowed, Reason.AUTHORIZATION);
    }

    /** A cookie is for one client unless the origin says that it means shared caches, or keeps it from them. */
    private static Optional<Reason> setCookie(Exchange exchange) {
        boolean allowed = exchange.settings.storeCookies()
                || exchange.directives.shared()
                || exchange.control().fieldNames("private").contains("set-cookie");
        return refuseIf(Credentials.in(exchange.response) && !allowed, Reason.SET_COOKIE);
    }

    /** RFC 9111 §4.1: it would never match a request. */
    private static Optional<Reason> varyStar(Exchange exchange) {
        return refuseIf(Variance.star(exchange.response.fields()), Reason.VARY_STAR);
    }

    /** HTML, "Server-sent events": each client has a stream of its own, from its own event on, unless the origin says else. */
    private static Optional<Reason> stream(Exchange exchange) {
        boolean own = Streams.resumes(exchange.request) && !Streams.distinguishes(exchange.response);
        boolean unsaid = Streams.is(exchange.response) && !exchange.lifetime().explicit();
        return refuseIf(own || unsaid, Reason.STREAM);
    }

    /** RFC 9875 §2: a group that is not kept in mind would never be invalidated. */
    private static Optional<Reason> groups(Exchange exchange) {
        return refuseIf(!CacheGroups.of(exchange.response.fields()).complete(), Reason.CACHE_GROUPS_TOO_MANY);
    }

    /** More tags than are kept: a purge of the others would not reach the response. */
    private static Optional<Reason> tags(Exchange exchange) {
        return refuseIf(!CacheTags.of(exchange.response.fields()).complete(), Reason.CACHE_TAGS_TOO_MANY);
    }

    /** RFC 9111 §3, last condition: something in the response, or an operator's rule for its status, allows a shared cache to keep it. */
    private static Optional<Reason> statusLifetime(Exchange exchange) {
        boolean allowed = exchange.control().has("public")
                || exchange.lifetime().explicit()
                || OperatorDirectives.assumed(exchange.control())
                || Statuses.heuristicallyCacheable(exchange.response.status());
        return refuseIf(!allowed, Reason.STATUS_WITHOUT_LIFETIME);
    }

    /** See docs/decisions/0040. */
    private static Optional<Reason> deception(Exchange exchange) {
        boolean suspected = Deception.suspected(
                exchange.request, exchange.response, exchange.directives, exchange.lifetime, exchange.settings);
        return refuseIf(suspected, Reason.DECEPTION_SUSPECTED);
    }

    /** What may be personal is never given a lifetime that its origin did not state, unless an operator says that it is not. */
    private static Optional<Reason> credentialsLifetime(Exchange exchange) {
        boolean asked = Credentials.in(exchange.request) && !OperatorDirectives.shares(exchange.control());
        boolean personal = asked || Credentials.in(exchange.response);
        return refuseIf(personal && !exchange.lifetime().explicit(), Reason.CREDENTIALS_WITHOUT_LIFETIME);
    }

    /** RFC 9112 §8; what its origin says nothing else about is not guessed to be whole. See docs/decisions/0051. */
    private static Optional<Reason> ending(Exchange exchange) {
        boolean stated = exchange.lifetime().explicit() || Validation.hasValidator(exchange.response);
        return refuseIf(
                switch (exchange.ending) {
                    case DELIMITED -> false;
                    case WITH_CONNECTION -> !(exchange.settings.storeUntilClose() && stated);
                    case UNKNOWN -> true;
                },
                Reason.UNDELIMITED);
    }

    /** Not a rule of HTTP: what can never be reused is not worth its room. */
    private static Optional<Reason> usable(Exchange exchange) {
        boolean never = exchange.lifetime().duration().isZero() || exchange.directives.mustValidate();
        return refuseIf(
                Retention.of(exchange.asStored(), exchange.directives, exchange.settings)
                        .isZero(),
                never ? Reason.NO_LIFETIME_NO_VALIDATOR : Reason.STALE_ON_ARRIVAL);
    }

    private static Optional<Reason> refuseIf(boolean refused, Reason reason) {
        return refused ? Optional.of(reason) : Optional.empty();
    }
}
