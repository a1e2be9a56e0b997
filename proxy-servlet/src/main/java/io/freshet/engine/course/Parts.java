package io.freshet.engine.course;

import io.freshet.engine.collapsing.FetchLeases;
import io.freshet.engine.collapsing.InFlightFetches;
import io.freshet.engine.collapsing.InvalidationClock;
import io.freshet.engine.compression.CompressedVariants;
import io.freshet.engine.lookup.Lookup;
import io.freshet.engine.lookup.LookupResult;
import io.freshet.engine.lookup.SearchRules;
import io.freshet.engine.response.AnswerBuilder;
import io.freshet.engine.rules.EngineSettings;
import io.freshet.engine.rules.Keys;
import io.freshet.engine.rules.RequestRules;
import io.freshet.engine.rules.RuleApplier;
import io.freshet.engine.storing.ResponseStorer;
import io.freshet.engine.storing.StoredResponseUpdater;
import io.freshet.http.RequestHead;
import io.freshet.policy.CacheStatus;
import io.freshet.policy.CodedRanges;
import io.freshet.policy.PolicySettings;
import io.freshet.policy.Reuse;
import io.freshet.store.CacheKey;
import io.freshet.store.CacheStore;
import io.freshet.store.LookedUp;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;

/**
 * What the steps of a request are made with; none of these knows a step. Engines that treat requests differently have {@code shared}
 * in common.
 */
public record Parts(
        Shared shared,
        PolicySettings settings,
        EngineSettings own,
        RequestRules requestRules,
        Keys keys,
        RuleApplier ruleApplier,
        Lookup lookup,
        AnswerBuilder answers,
        CompressedVariants compressedVariants,
        ResponseStorer storer,
        StoredResponseUpdater updater,
        SupersedingEffects endings) {

    /** What engines have in common that treat requests differently. */
    public record Shared(
            CacheStore store,
            Clock clock,
            InvalidationClock invalidationClock,
            CompressedVariants compressedVariants,
            Refreshes refreshes,
            InFlightFetches inFlightFetches,
            FetchLeases fetchLeases) {

        public static Shared of(CacheStore store, PolicySettings settings, EngineSettings own, Clock clock) {
            InvalidationClock invalidationClock = new InvalidationClock();
            return new Shared(
                    store,
                    clock,
                    invalidationClock,
                    new CompressedVariants(store, own.compression(), settings),
                    new Refreshes(own.maxRefreshes(), own.collapse().hitForMiss()),
                    new InFlightFetches(own.collapse(), invalidationClock, settings.concealment()),
                    new FetchLeases(store, store.isShared(), own.collapse()));
        }
    }

    public static Parts of(Shared shared, PolicySettings settings, EngineSettings own, RequestRules requestRules) {
        CacheStore store = shared.store();
        Keys keys = new Keys(requestRules.origin(), requestRules.key());
        RuleApplier ruleApplier = new RuleApplier(requestRules, keys, settings);
        SearchRules searchRules = new SearchRules(store, keys);
        CompressedVariants compressedVariants = shared.compressedVariants().under(settings);
        StoredResponseUpdater updater = new StoredResponseUpdater(
                store, keys, ruleApplier, searchRules, shared.invalidationClock(), compressedVariants, settings);
        return new Parts(
                shared,
                settings,
                own,
                requestRules,
                keys,
                ruleApplier,
                new Lookup(store, searchRules, settings, requestRules.bypass()),
                new AnswerBuilder(settings),
                compressedVariants,
                new ResponseStorer(store, searchRules, shared.invalidationClock(), shared.inFlightFetches(), settings),
                updater,
                new SupersedingEffects(updater, shared.refreshes(), requestRules));
    }

    public CacheStore store() {
        return shared.store();
    }

    public InFlightFetches inFlightFetches() {
        return shared.inFlightFetches();
    }

    public Refreshes refreshes() {
        return shared.refreshes();
    }

    /** What is stored for a client's request, and what that means for it. May block for the store. */
    public LookupResult find(RequestHead client, CacheKey key, boolean hasContent) {
        return find(client, key, hasContent, Optional.empty());
    }

    /** As {@link #find}, with what has been looked up already. May block for the store. */
    LookupResult find(RequestHead client, CacheKey key, boolean hasContent, Optional<LookedUp> ahead) {
        RequestHead request = compressedVariants.asked(client);
        LookupResult found = lookup.find(request, key, hasContent, ahead, now());
        boolean confusing = found.reuse() instanceof Reuse.ServeParts serve
                && compressedVariants.confuses(request, serve.parts().complete());
        return confusing ? lookup.find(CodedRanges.whole(request), key, hasContent, ahead, now()) : found;
    }

    /** With the key where the operator wants to see it (RFC 9211 §2.7). */
    CacheStatus keyed(CacheStatus status, CacheKey key) {
        return own.showKey() ? status.key(key.value()) : status;
    }

    public Instant now() {
        return shared.clock().instant();
    }
}
