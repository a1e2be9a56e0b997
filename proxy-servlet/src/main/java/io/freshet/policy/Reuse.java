package io.freshet.policy;

import io.freshet.http.RequestHead;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.eclipse.jetty.http.HttpStatus;

/** What to do with a request, given what is stored under its key (RFC 9111 §4). */
public sealed interface Reuse {

    /** The rule that decided. */
    Reason reason();

    /** Whether something stored answers at once. */
    default boolean serves() {
        return this instanceof Serve || this instanceof ServeAndRevalidate || this instanceof ServeParts;
    }

    /** What {@code cases} has for this kind. */
    <T> T as(Cases<T> cases);

    /** One case for each kind of decision; the compiler checks that none is left out. */
    interface Cases<T> {
        T serve(Serve serve);

        T serveAndRevalidate(ServeAndRevalidate serve);

        T serveParts(ServeParts serve);

        T complete(Complete complete);

        T revalidate(Revalidate revalidate);

        T forward(Forward forward);

        T unsatisfiable(Unsatisfiable unsatisfiable);
    }

    /** Answer with {@code stored}; the origin is not asked. */
    record Serve(StoredHead stored, Freshness freshness, Reason reason) implements Reuse {
        @Override
        public <T> T as(Cases<T> cases) {
            return cases.serve(this);
        }
    }

    /** Answer with {@code stored}, which is stale, and ask the origin behind the client's back (RFC 5861 §3). */
    record ServeAndRevalidate(StoredHead stored, Freshness freshness, Reason reason) implements Reuse {
        @Override
        public <T> T as(Cases<T> cases) {
            return cases.serveAndRevalidate(this);
        }
    }

    /** Answer with {@code parts}, which have all that was asked for (RFC 9111 §3.4). */
    record ServeParts(StoredParts parts, Freshness freshness, Reason reason) implements Reuse {
        @Override
        public <T> T as(Cases<T> cases) {
            return cases.serveParts(this);
        }
    }

    /** Ask the origin for what {@code parts} lack of the whole (RFC 9111 §3.4). */
    record Complete(StoredParts parts, Freshness freshness, Reason reason) implements Reuse {
        @Override
        public <T> T as(Cases<T> cases) {
            return cases.complete(this);
        }
    }

    /** Ask the origin whether {@code stored} still holds (RFC 9111 §4.3). */
    record Revalidate(StoredHead stored, Freshness freshness, Reason reason) implements Reuse {

        /** Whether the question can be put as a condition; otherwise {@code stored} is only a stand-in for a failing origin. */
        public boolean conditional() {
            return Validation.hasValidator(stored.response());
        }

        @Override
        public <T> T as(Cases<T> cases) {
            return cases.revalidate(this);
        }
    }

    /** Ask the origin; nothing stored is of use. */
    record Forward(Reason reason) implements Reuse {
        @Override
        public <T> T as(Cases<T> cases) {
            return cases.forward(this);
        }
    }

    /** Answer 504: the request forbids to ask the origin, and nothing stored will do (RFC 9111 §5.2.1.7). */
    record Unsatisfiable(Reason reason) implements Reuse {
        @Override
        public <T> T as(Cases<T> cases) {
            return cases.unsatisfiable(this);
        }
    }

    /**
     * Decides at {@code now}.
     *
     * @param candidates what is stored under the request's key, in any order
     */
    static Reuse decide(RequestHead request, List<StoredHead> candidates, PolicySettings settings, Instant now) {
        if (!Methods.answerable(request.method())) {
            return new Forward(Reason.METHOD);
        }
        RequestDirectives asked = RequestDirectives.of(request);
        Reuse reuse = selectAndJudge(request, asked, candidates, settings, now);
        return asked.onlyIfCached() && !reuse.serves() ? new Unsatisfiable(Reason.ONLY_IF_CACHED) : reuse;
    }

    private static Reuse selectAndJudge(
            RequestHead request,
            RequestDirectives asked,
            List<StoredHead> candidates,
            PolicySettings settings,
            Instant now) {
        if (Validation.onlyOriginCanEvaluate(request)) {
            return new Forward(Reason.REQUEST_PRECONDITION);
        }
        Optional<StoredHead> selected = select(request, candidates, settings.concealment());
        if (selected.isEmpty()) {
            return fromParts(request, asked, candidates, settings, now);
        }
        StoredHead stored = selected.get();
        ResponseDirectives directives = ResponseDirectives.of(stored.response(), settings);
        Freshness freshness = Freshness.of(stored, directives, settings, now);
        // What may be personal is never answered by a lifetime that the origin did not state.
        if (personal(request, directives, freshness)) {
            return new Forward(Reason.CREDENTIALS_WITHOUT_LIFETIME);
        }
        Optional<Reason> needed = needsValidation(asked, directives, freshness);
        if (needed.isEmpty()) {
            return new Serve(stored, freshness, freshness.fresh() ? Reason.FRESH : Reason.REQUEST_MAX_STALE);
        }
        // RFC 5861 §3 loosens nothing but staleness itself: what else the request asks for still needs the origin. And
        // the
        // content of a QUERY is not kept, so that it cannot be asked again behind its client.
        boolean meanwhile = needed.get() == Reason.STALE
                && !Methods.isQuery(request.method())
                && asked.minFresh().isZero()
                && StaleWhileRevalidate.allows(stored, freshness, settings);
        return meanwhile
                ? new ServeAndRevalidate(stored, freshness, Reason.STALE_WHILE_REVALIDATE)
                : new Revalidate(stored, freshness, needed.get());
    }

    private static boolean personal(RequestHead request, ResponseDirectives response, Freshness freshness) {
        return Credentials.in(request) && !freshness.explicit() && !OperatorDirectives.shares(response.control());
    }

    /** RFC 9111 §4.1: of the whole ones that match, the best match, and of equally good ones the most recent. */
    private static Optional<StoredHead> select(
            RequestHead request, List<StoredHead> candidates, Concealment concealment) {
        if (candidates.size() <= 1) {
            return candidates.isEmpty() || !selectable(candidates.get(0), request, concealment)
                    ? Optional.empty()
                    : Optional.of(candidates.get(0));
        }
        return candidates.stream()
                .filter(candidate -> selectable(candidate, request, concealment))
                .max(Comparator.comparing((StoredHead stored) -> Variance.match(stored, request, concealment))
                        .thenComparing(StoredHeads.BY_DATE));
    }

    private static boolean selectable(StoredHead candidate, RequestHead request, Concealment concealment) {
        return !partial(candidate)
                && Variance.matches(candidate, request, concealment)
                && (!Streams.resumes(request) || Streams.distinguishes(candidate.response()));
    }

    private static boolean partial(StoredHead candidate) {
        return candidate.response().status() == HttpStatus.PARTIAL_CONTENT_206;
    }

    /** Nothing whole is there: what can be done with parts that need no validation. */
    private static Reuse fromParts(
            RequestHead request,
            RequestDirectives asked,
            List<StoredHead> candidates,
            PolicySettings settings,
            Instant now) {
        if (candidates.isEmpty()) {
            return new Forward(Reason.URI_MISS);
        }
        List<StoredHead> matching = candidates.stream()
                .filter(candidate -> partial(candidate) && Variance.matches(candidate, request, settings.concealment()))
                .filter(candidate -> !Streams.resumes(request) || Streams.distinguishes(candidate.response()))
                .toList();
        if (matching.isEmpty()) {
            boolean others = candidates.stream().anyMatch(candidate -> !partial(candidate));
            return new Forward(others ? Reason.VARY_MISS : Reason.URI_MISS);
        }
        List<StoredHead> usable = matching.stream()
                .filter(candidate -> usableAsPart(request, asked, candidate, settings, now))
                .toList();
        Optional<StoredParts> found = StoredParts.of(usable);
        if (found.isEmpty()) {
            return new Forward(Reason.STALE);
        }
        StoredParts parts = found.get();
        Freshness freshness = Freshness.of(parts.newest(), settings, now);
        if (parts.answer(request)) {
            return new ServeParts(parts, freshness, Reason.PARTS_FRESH);
        }
        boolean wholeWanted = Methods.isGet(request.method())
                && RangeAnswer.asked(request, parts.complete()).isEmpty();
        return wholeWanted && parts.missingFrom().isPresent()
                ? new Complete(parts, freshness, Reason.PARTIAL)
                : new Forward(Reason.PARTIAL);
    }

    private static boolean usableAsPart(
            RequestHead request, RequestDirectives asked, StoredHead part, PolicySettings settings, Instant now) {
        ResponseDirectives directives = ResponseDirectives.of(part.response(), settings);
        Freshness freshness = Freshness.of(part, directives, settings, now);
        return !personal(request, directives, freshness)
                && needsValidation(asked, directives, freshness).isEmpty();
    }

    /** Why a stored response may not be used before the origin has confirmed it; empty when it may. */
    private static Optional<Reason> needsValidation(
            RequestDirectives asked, ResponseDirectives response, Freshness freshness) {
        if (asked.noCache().isPresent()) {
            return asked.noCache();
        }
        if (response.mustValidate()) {
            return Optional.of(Reason.NO_CACHE);
        }
        // RFC 8246 §2: what will not change while it is fresh is not asked about because a client reloads.
        boolean settled = response.control().has("immutable") && freshness.fresh();
        boolean tooOld = asked.maxAge()
                .filter(maxAge -> freshness.age().compareTo(maxAge) > 0)
                .isPresent();
        if (tooOld && !settled) {
            return Optional.of(Reason.REQUEST_MAX_AGE);
        }
        if (!freshness.fresh()) {
            return staleAllowed(asked, response, freshness) ? Optional.empty() : Optional.of(Reason.STALE);
        }
        boolean tooOldSoon = freshness.remaining().compareTo(asked.minFresh()) < 0;
        return tooOldSoon ? Optional.of(Reason.REQUEST_MIN_FRESH) : Optional.empty();
    }

    /** RFC 9111 §4.2.4 and §5.2.1.2: the request allows it, and the response does not forbid it. */
    private static boolean staleAllowed(RequestDirectives asked, ResponseDirectives response, Freshness freshness) {
        return !asked.maxStale().isZero()
                && !freshness.remaining().plus(asked.maxStale()).isNegative()
                && asked.minFresh().isZero()
                && !response.forbidsStale();
    }
}
