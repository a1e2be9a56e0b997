package io.freshet.engine.course;

import io.freshet.engine.lookup.Candidate;
import io.freshet.engine.lookup.LookupResult;
import io.freshet.engine.lookup.SelectedRepresentation;
import io.freshet.engine.response.AssembledBody;
import io.freshet.engine.response.CacheStatusFields;
import io.freshet.engine.response.GeneratedResponses;
import io.freshet.engine.response.PreparedAnswer;
import io.freshet.engine.response.Step.Answer;
import io.freshet.engine.response.Step.Refresh;
import io.freshet.http.ResponseHead;
import io.freshet.policy.CacheStatus;
import io.freshet.policy.Freshness;
import io.freshet.policy.Reason;
import io.freshet.policy.Reuse;
import io.freshet.policy.ServedHead;
import io.freshet.policy.StoredHead;
import io.freshet.policy.StoredParts;
import java.util.Optional;
import java.util.OptionalLong;

/** The answer that the cache has for each decision; none where the origin must be asked, or what was stored has gone meanwhile. */
public record StoredResponder(Parts parts, LookupResult found) implements Reuse.Cases<Optional<Answer>> {

    /** The answer; none where the origin must be asked. May block for the store. */
    static Optional<Answer> respond(Parts parts, LookupResult found) {
        return found.reuse().as(new StoredResponder(parts, found));
    }

    @Override
    public Optional<Answer> serve(Reuse.Serve serve) {
        return whole(found.candidates().with(serve.stored()), serve.freshness(), serve.reason());
    }

    @Override
    public Optional<Answer> serveAndRevalidate(Reuse.ServeAndRevalidate serve) {
        Candidate stored = found.candidates().with(serve.stored());
        return whole(stored, serve.freshness(), serve.reason()).map(answer -> answer.with(refresh(stored)));
    }

    /** Has {@code stored} brought up to date, unless that is being done already. */
    private Optional<Refresh> refresh(Candidate stored) {
        return parts.refreshes().begin(stored, found.request(), () -> OriginRequestPlanner.refresh(parts, found));
    }

    @Override
    public Optional<Answer> serveParts(Reuse.ServeParts serve) {
        StoredParts stored = serve.parts();
        StoredHead newest = stored.newest();
        StoredHead whole = newest.with(stored.complete());
        return parts.answers()
                .of(
                        found.request(),
                        ServedHead.of(whole, serve.freshness(), parts.settings()),
                        new AssembledBody(stored, found.candidates()),
                        stored.completeLength(),
                        hit(found.candidates().with(newest), serve.freshness(), serve.reason()));
    }

    @Override
    public Optional<Answer> complete(Reuse.Complete complete) {
        return Optional.empty();
    }

    @Override
    public Optional<Answer> revalidate(Reuse.Revalidate revalidate) {
        return Optional.empty();
    }

    @Override
    public Optional<Answer> forward(Reuse.Forward forward) {
        return Optional.empty();
    }

    @Override
    public Optional<Answer> unsatisfiable(Reuse.Unsatisfiable unsatisfiable) {
        return Optional.of(GeneratedResponses.onlyIfCached(unsatisfiable.reason()));
    }

    private Optional<Answer> whole(Candidate stored, Freshness freshness, Reason reason) {
        ResponseHead served = ServedHead.of(stored.head(), freshness, parts.settings());
        SelectedRepresentation represented = parts.compressedVariants().represent(found.request(), stored, served);
        return prepared(represented, hit(stored, freshness, reason)).with(represented.body());
    }

    /** What of a whole stored response the request gets, where memory alone can tell. Never blocks. */
    public Optional<SelectedRepresentation> atHand(Candidate stored, Freshness freshness) {
        ResponseHead served = ServedHead.of(stored.head(), freshness, parts.settings());
        return parts.compressedVariants().atHand(found.request(), stored, served);
    }

    /** The answer from {@code represented}, which stands for a whole stored response, with what it says of the cache. */
    public PreparedAnswer prepared(SelectedRepresentation represented, CacheStatus status) {
        return parts.answers()
                .prepare(
                        represented.request(),
                        represented.head(),
                        OptionalLong.of(represented.body().length()),
                        marked -> CacheStatusFields.hit(marked, status));
    }

    /** What an answer says of the cache; why a stored response answered is said where it is not simply fresh. */
    public CacheStatus hit(Candidate stored, Freshness freshness, Reason reason) {
        CacheStatus status = CacheStatusFields.directed(
                parts.keyed(CacheStatus.hit(), stored.key()).ttl(freshness.remaining()),
                stored.head().response());
        return reason == Reason.FRESH || reason == Reason.PARTS_FRESH ? status : status.detail(reason);
    }
}
