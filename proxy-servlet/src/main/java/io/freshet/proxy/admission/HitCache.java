package io.freshet.proxy.admission;

import io.freshet.engine.CacheEngine;
import io.freshet.engine.response.CachedHit;
import io.freshet.http.ResponseHead;
import io.freshet.routing.FieldNames;
import io.freshet.store.LookedUp;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Predicate;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.PreEncodedHttpField;

/**
 * Answers to what is asked for again and again, so that it costs next to nothing: the last answers that came out of memory, each
 * with the request that it was made for. A request that differs in nothing that matters gets the same answer while that {@link
 * Ready holds}. See docs/decisions/0017.
 *
 * <p>A table of fixed size in which each request has one place; what is put there replaces what was. Nothing here blocks. Safe
 * for use by many threads.
 */
public final class HitCache {

    /** So that a table has at most some megabytes: a head that is longer than this, in characters, is made anew each time. */
    private static final int MAX_HEAD = 4096;

    private record Entry(RequestFingerprint fingerprint, CachedHit ready, ResponseHead head) {

        /** With the bytes of the fields made once and for all. */
        Entry encoded() {
            HttpFields.Mutable encoded = HttpFields.build(head.fields().size());
            head.fields()
                    .forEach(field ->
                            encoded.add(new PreEncodedHttpField(field.getHeader(), field.getName(), field.getValue())));
            return new Entry(fingerprint, ready, head.with(encoded.asImmutable()));
        }
    }

    private final CacheEngine engine;
    private final FieldNames decisive;
    private final AtomicReferenceArray<Entry> table;

    /**
     * A table for requests of any way.
     *
     * @param engine any that has the store
     * @param decisive the request fields that decide about their way
     * @param places how many answers are kept; 0 keeps none
     */
    public HitCache(CacheEngine engine, FieldNames decisive, int places) {
        this.engine = engine;
        this.decisive = decisive;
        table = new AtomicReferenceArray<>(places);
    }

    /** The answer that was given before to a request like this one, where it holds; the request is then done with. */
    public Optional<HitResponse> known(ClientRequest request) {
        return RequestFingerprint.possible(request) ? covering(request).flatMap(this::answer) : Optional.empty();
    }

    /** What was answered before to a request like this one. */
    private Optional<Entry> covering(ClientRequest request) {
        if (table.length() == 0) {
            return Optional.empty();
        }
        Entry known = table.get(place(request));
        return known != null && known.fingerprint().covers(request) ? Optional.of(known) : Optional.empty();
    }

    /** The answer to a request, where it is admitted and a fresh response in memory gives one; it is then done with. */
    public Optional<HitResponse> make(ClientRequest request, Admission admission) {
        return RequestFingerprint.possible(request) && admission instanceof Admission.Admitted admitted
                ? admitted.route()
                        .engine()
                        .ready(admitted.head())
                        .flatMap(ready -> answer(entry(request, admitted, ready)))
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
        Optional<HitResponse> hit = covering(request).flatMap(known -> answer(known, ahead));
        if (hit.isEmpty()) {
            hit = admitted.route()
                    .engine()
                    .ready(admitted.head(), ahead)
                    .flatMap(ready -> answer(entry(request, admitted, ready), ahead));
        }
        return hit.isPresent() ? new Admission.Answered(hit.get()) : admitted.with(ahead);
    }

    private Optional<HitResponse> answer(Entry entry, LookedUp ahead) {
        return engine.content(entry.ready(), ahead).map(content -> new HitResponse(entry.head(), content));
    }

    private Entry entry(ClientRequest request, Admission.Admitted admitted, CachedHit ready) {
        HttpFields fields = admitted.view().fields(ready.head());
        Predicate<String> nominated =
                name -> decisive.contains(name) || ready.nominated().contains(name);
        Entry made = new Entry(
                RequestFingerprint.of(request, nominated), ready, ready.head().with(fields));
        if (table.length() > 0
                && size(fields) <= MAX_HEAD
                && RequestFingerprint.decides(ready.nominated())
                && RequestFingerprint.decides(decisive.literal())) {
            table.lazySet(place(request), made.encoded());
        }
        return made;
    }

    private int place(ClientRequest request) {
        return Math.floorMod(RequestFingerprint.hash(request), table.length());
    }

    private Optional<HitResponse> answer(Entry entry) {
        return engine.content(entry.ready()).map(content -> new HitResponse(entry.head(), content));
    }

    private static int size(HttpFields fields) {
        int size = 0;
        for (HttpField field : fields) {
            size += field.getName().length() + field.getValue().length();
        }
        return size;
    }
}
