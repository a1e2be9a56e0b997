package io.freshet.proxy.admission;

import io.freshet.engine.CacheEngine;
import io.freshet.engine.response.CachedHit;
import io.freshet.engine.response.Step.Answer;
import io.freshet.http.ResponseHead;
import io.freshet.proxy.admission.ReadyAnswers.Ready;
import io.freshet.routing.FieldNames;
import io.freshet.store.LookedUp;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;

/**
 * Answers to what is asked for again and again, so that it costs next to nothing: {@linkplain ReadyAnswers answers} that came out of memory
 * for requests that had come before. A request that differs in nothing that matters gets the same answer while that {@linkplain CachedHit
 * holds}. See docs/decisions/0017. Nothing here blocks. Safe for use by many threads.
 */
public final class HitCache {

    private final CacheEngine engine;
    private final FieldNames decisive;
    private final ReadyAnswers table;

    /**
     * For requests of any way.
     *
     * @param engine any that has the store
     * @param decisive the request fields that decide about their way
     */
    public HitCache(CacheEngine engine, FieldNames decisive, ReadyAnswers table) {
        this.engine = engine;
        this.decisive = decisive;
        this.table = table;
    }

    /** The answer that was given before to a request like this one, where it holds; the request is then done with. */
    public Optional<HitResponse> known(ClientRequest request) {
        return RequestFingerprint.possible(request)
                ? table.of(request)
                        .flatMap(ready -> engine.answer(ready.hit(), ready.head()))
                        .map(HitCache::response)
                : Optional.empty();
    }

    /** The answer to a request, where it is admitted and a fresh response in memory gives one; it is then done with. */
    public Optional<HitResponse> make(ClientRequest request, Admission admission) {
        return RequestFingerprint.possible(request) && admission instanceof Admission.Admitted admitted
                ? admitted.route()
                        .engine()
                        .ready(admitted.head())
                        .map(made -> made.answer(forClient(request, admitted, made.hit())))
                        .map(HitCache::response)
                : Optional.empty();
    }

    /**
     * Has what is stored looked up for a request that memory has no answer to, without a thread that waits; then {@link Admission.Answered}
     * where a fresh response is found whose content came with it, else {@link Admission.Admitted} with what was found. Never blocks, nor
     * must what is done with the answer.
     *
     * @return empty where a lookup ahead is of no use
     */
    public Optional<CompletionStage<Admission>> ahead(ClientRequest request, Admission admission) {
        return RequestFingerprint.possible(request) && admission instanceof Admission.Admitted admitted
                ? Optional.of(
                        admitted.route().engine().lookupAhead(admitted.head()).thenApply(found -> found.map(
                                        ahead -> answered(request, admitted, ahead))
                                .orElse(admitted)))
                : Optional.empty();
    }

    private Admission answered(ClientRequest request, Admission.Admitted admitted, LookedUp ahead) {
        Optional<Answer> hit = table.of(request).flatMap(ready -> engine.answer(ready.hit(), ready.head(), ahead));
        if (hit.isEmpty()) {
            hit = admitted.route()
                    .engine()
                    .ready(admitted.head(), ahead)
                    .map(made -> made.answer(forClient(request, admitted, made.hit())));
        }
        return hit.isPresent() ? new Admission.Answered(response(hit.get())) : admitted.with(ahead);
    }

    /** The head of a hit that was just made as it goes to the client; it is kept where its request comes again. */
    private ResponseHead forClient(ClientRequest request, Admission.Admitted admitted, CachedHit hit) {
        ResponseHead head = hit.head().with(admitted.view().fields(hit.head()));
        if (table.comesAgain(request)
                && RequestFingerprint.decides(hit.nominated())
                && RequestFingerprint.decides(decisive.literal())) {
            Predicate<String> nominated =
                    name -> decisive.contains(name) || hit.nominated().contains(name);
            table.keep(request, Ready.of(RequestFingerprint.of(request, nominated), hit, head));
        }
        return head;
    }

    private static HitResponse response(Answer answer) {
        return new HitResponse(answer.head(), answer.content());
    }
}
