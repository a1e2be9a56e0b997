package io.freshet.engine.compression;

import io.freshet.coding.Coder;
import io.freshet.coding.Coders;
import io.freshet.engine.lookup.Candidate;
import io.freshet.engine.lookup.SelectedRepresentation;
import io.freshet.engine.lookup.SelectedRepresentation.Looked;
import io.freshet.http.ContentCoding;
import io.freshet.http.RequestHead;
import io.freshet.http.ResponseHead;
import io.freshet.policy.CodedHead;
import io.freshet.policy.CodedRanges;
import io.freshet.policy.CodingChoice;
import io.freshet.policy.Compressibility;
import io.freshet.policy.CompressionSettings;
import io.freshet.policy.PolicySettings;
import io.freshet.policy.StoredHead;
import io.freshet.store.CacheKey;
import io.freshet.store.Measures;
import io.freshet.store.ResponseStore;
import io.freshet.store.StoredBody;
import io.freshet.store.StoredResponse;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Compressed variants of stored responses. Each is stored under a key of its own beside its source, and counts for as long as that has
 * the very content it was made of: whatever becomes of the source becomes of it. What a client is told of it is the source's head, as
 * it is then. See docs/decisions/0029.
 */
public final class CompressedVariants implements AutoCloseable {

    private final ResponseStore store;
    private final CompressionSettings settings;
    private final PolicySettings rules;
    private final Compressor compressor;

    /** @param asked what the operator wants; a coding that this machine cannot make is left out */
    public CompressedVariants(ResponseStore store, CompressionSettings asked, PolicySettings rules) {
        Map<ContentCoding, Coder> coders = new EnumMap<>(ContentCoding.class);
        asked.codings().forEach(coding -> Coders.of(coding).ifPresent(coder -> coders.put(coding, coder)));
        this.store = store;
        this.rules = rules;
        settings = new CompressionSettings(
                asked.codings().stream().filter(coders::containsKey).toList(), asked.min(), asked.max(), asked.types());
        compressor = new Compressor(store, coders);
    }

    private CompressedVariants(CompressedVariants shared, PolicySettings rules) {
        this.store = shared.store;
        this.settings = shared.settings;
        this.compressor = shared.compressor;
        this.rules = rules;
    }

    /** These variants by other rules; work under way goes on. */
    public CompressedVariants under(PolicySettings others) {
        return new CompressedVariants(this, others);
    }

    /**
     * What a request gets of a stored response, and has the variant made that it prefers where there is none: until that is ready, it
     * gets the response as it is. May block for the store.
     *
     * @param served the head of {@code stored} as it is to be served
     */
    public SelectedRepresentation represent(RequestHead request, Candidate stored, ResponseHead served) {
        StoredBody body = stored.body();
        if (!isCompressible(served, OptionalLong.of(body.length()))) {
            return SelectedRepresentation.asItIs(request, served, body);
        }
        Optional<ContentCoding> coding = CodingChoice.of(request, settings.codings());
        boolean range = CodedRanges.count(request, served, coding.isPresent());
        if (range || coding.isEmpty()) {
            return unchanged(range ? request : CodedRanges.whole(request), served, body, Optional.empty());
        }
        CacheKey key = key(stored, coding.get());
        SelectedRepresentation chosen = chosen(request, stored, served, coding.get(), store.lookup(key));
        if (!isCoded(chosen)) {
            compressor.begin(stored, coding.get(), key, head(stored, coding.get()));
        }
        return chosen;
    }

    /** What the request gets, as far as memory alone can tell; empty where the store must be asked. Never blocks. */
    public Optional<SelectedRepresentation> atHand(RequestHead request, Candidate stored, ResponseHead served) {
        StoredBody body = stored.body();
        if (!isCompressible(served, OptionalLong.of(body.length()))) {
            return Optional.of(SelectedRepresentation.asItIs(request, served, body));
        }
        Optional<ContentCoding> coding = CodingChoice.of(request, settings.codings());
        boolean range = CodedRanges.count(request, served, coding.isPresent());
        if (range || coding.isEmpty()) {
            return Optional.of(unchanged(range ? request : CodedRanges.whole(request), served, body, Optional.empty()));
        }
        CacheKey key = key(stored, coding.get());
        SelectedRepresentation chosen = chosen(request, stored, served, coding.get(), store.peek(key));
        return Optional.of(chosen).filter(one -> isCoded(one) || compressor.isNotReady(stored, coding.get()));
    }

    /** {@code response} as it is, where clients that accept a coding may get another one later. */
    public ResponseHead varied(ResponseHead response, OptionalLong length) {
        return isCompressible(response, length) ? CodedHead.varied(response) : response;
    }

    private boolean isCompressible(ResponseHead response, OptionalLong length) {
        return settings.on()
                && Compressibility.judge(response, length, settings, rules).allowed();
    }

    /** {@code request} without a range that cannot count. */
    public RequestHead asked(RequestHead request) {
        return settings.on() && CodedRanges.neverHolds(request) ? CodedRanges.whole(request) : request;
    }

    /**
     * Whether {@code request} asks for a range that its client may take for one of a coding made here. Then it is to get the whole.
     *
     * @param part the head of a part, or of what parts make up
     */
    public boolean confuses(RequestHead request, ResponseHead part) {
        return CodedRanges.asks(request)
                && CodedRanges.mayBeCoded(part, settings, rules)
                && !CodedRanges.count(
                        request,
                        part,
                        CodingChoice.of(request, settings.codings()).isPresent());
    }

    private static CacheKey key(Candidate stored, ContentCoding coding) {
        return stored.key().forCoding(coding.token());
    }

    private static SelectedRepresentation chosen(
            RequestHead request,
            Candidate stored,
            ResponseHead served,
            ContentCoding coding,
            List<StoredResponse> there) {
        Optional<StoredResponse> coded = madeOf(stored.response(), there);
        Optional<Looked> looked = Optional.of(new Looked(key(stored, coding), there, coded));
        // Also where it is not ready yet: what one client puts together of two answers must be of one piece.
        RequestHead whole = CodedRanges.whole(request);
        return coded.map(found ->
                        new SelectedRepresentation(whole, CodedHead.of(served, coding), found.body(), true, looked))
                .orElseGet(() -> unchanged(whole, served, stored.body(), looked));
    }

    private static SelectedRepresentation unchanged(
            RequestHead request, ResponseHead served, StoredBody body, Optional<Looked> looked) {
        return new SelectedRepresentation(request, CodedHead.varied(served), body, true, looked);
    }

    private static boolean isCoded(SelectedRepresentation chosen) {
        return chosen.looked().flatMap(Looked::found).isPresent();
    }

    private static Optional<StoredResponse> madeOf(StoredResponse source, List<StoredResponse> there) {
        return source.body().identity().flatMap(identity -> there.stream()
                .filter(coded -> coded.variant().equals(source.variant())
                        && coded.head().madeOf().filter(identity::equals).isPresent())
                .findFirst());
    }

    private static StoredHead head(Candidate stored, ContentCoding coding) {
        return head(stored.response().head(), coding, stored.body().identity());
    }

    /** With all by which its source is invalidated, so that its space is freed with that. */
    private static StoredHead head(StoredHead source, ContentCoding coding, Optional<String> identity) {
        ResponseHead coded = CodedHead.of(source.response(), coding);
        return new StoredHead(source.request(), coded, source.requestTime(), source.responseTime(), identity);
    }

    /** The codings that {@code stored} is there in. May block for the store. */
    public List<ContentCoding> of(Candidate stored) {
        return settings.codings().stream()
                .filter(coding -> madeOf(stored.response(), store.lookup(key(stored, coding)))
                        .isPresent())
                .toList();
    }

    /** {@code stored} was freshened: its variants are kept for as long. May block for the store. */
    public void freshened(Candidate stored, StoredHead head, Duration retention) {
        for (ContentCoding coding : settings.codings()) {
            CacheKey key = key(stored, coding);
            madeOf(stored.response(), store.lookup(key))
                    .ifPresent(coded -> store.freshen(
                            key, coded, head(head, coding, stored.body().identity()), retention));
        }
    }

    /** What is stored under {@code key} was removed: frees the space of its variants. May block for the store. */
    public void removed(CacheKey key) {
        for (ContentCoding coding : settings.codings()) {
            CacheKey coded = key.forCoding(coding.token());
            // A removal is told to all nodes: not for nothing.
            if (!store.lookup(coded).isEmpty()) {
                store.remove(coded);
            }
        }
    }

    public void measure(Measures measures) {
        if (settings.on()) {
            compressor.measure(measures);
        }
    }

    @Override
    public void close() {
        compressor.close();
    }
}
