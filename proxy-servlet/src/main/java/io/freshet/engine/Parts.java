package io.freshet.engine;

import io.freshet.http.RequestHead;
import io.freshet.policy.CacheStatus;
import io.freshet.policy.CodedRanges;
import io.freshet.policy.PolicySettings;
import io.freshet.policy.Reuse;
import io.freshet.store.CacheKey;
import io.freshet.store.CacheStore;
import java.time.Clock;
import java.time.Instant;

/**
 * What the steps of a request are made with; none of these knows a step. Engines that treat requests differently have {@code shared}
 * in common.
 */
record Parts(
        Shared shared,
        PolicySettings settings,
        EngineSettings own,
        Treatment treatment,
        Keys keys,
        Treating treating,
        Lookup lookup,
        Answers answers,
        Codings codings,
        Filling filling,
        Updates updates,
        Endings endings) {

    /** What engines have in common that treat requests differently. */
    record Shared(
            CacheStore store,
            Clock clock,
            Changes changes,
            Codings codings,
            Refreshes refreshes,
            Flights flights,
            Elections elections) {

        static Shared of(CacheStore store, PolicySettings settings, EngineSettings own, Clock clock) {
            Changes changes = new Changes();
            return new Shared(
                    store,
                    clock,
                    changes,
                    new Codings(store, own.compression(), settings),
                    new Refreshes(own.maxRefreshes(), own.collapse().hitForMiss()),
                    new Flights(own.collapse(), changes, settings.concealment()),
                    new Elections(store, own.collapse()));
        }
    }

    static Parts of(Shared shared, PolicySettings settings, EngineSettings own, Treatment treatment) {
        CacheStore store = shared.store();
        Keys keys = new Keys(treatment.origin(), treatment.key());
        Treating treating = new Treating(treatment, keys, settings);
        SearchRules searchRules = new SearchRules(store, keys);
        Codings codings = shared.codings().under(settings);
        Updates updates = new Updates(store, keys, treating, searchRules, shared.changes(), codings, settings);
        return new Parts(
                shared,
                settings,
                own,
                treatment,
                keys,
                treating,
                new Lookup(store, searchRules, settings, treatment.bypass()),
                new Answers(settings),
                codings,
                new Filling(store, searchRules, shared.changes(), shared.flights(), settings),
                updates,
                new Endings(updates, shared.refreshes(), treatment));
    }

    CacheStore store() {
        return shared.store();
    }

    Flights flights() {
        return shared.flights();
    }

    Refreshes refreshes() {
        return shared.refreshes();
    }

    /** What is stored for a client's request, and what that means for it. May block for the store. */
    Found find(RequestHead client, CacheKey key, boolean hasContent) {
        RequestHead request = codings.asked(client);
        Found found = lookup.find(request, key, hasContent, now());
        boolean confusing = found.reuse() instanceof Reuse.ServeParts serve
                && codings.confuses(request, serve.parts().complete());
        return confusing ? lookup.find(CodedRanges.whole(request), key, hasContent, now()) : found;
    }

    /** With the key where the operator wants to see it (RFC 9211 §2.7). */
    CacheStatus keyed(CacheStatus status, CacheKey key) {
        return own.showKey() ? status.key(key.value()) : status;
    }

    Instant now() {
        return shared.clock().instant();
    }
}
