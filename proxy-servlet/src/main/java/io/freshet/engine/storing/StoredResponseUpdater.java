package io.freshet.engine.storing;

import io.freshet.engine.collapsing.InvalidationClock;
import io.freshet.engine.compression.CompressedVariants;
import io.freshet.engine.lookup.Candidate;
import io.freshet.engine.lookup.SearchRule;
import io.freshet.engine.lookup.SearchRules;
import io.freshet.engine.rules.Keys;
import io.freshet.engine.rules.RuleApplier;
import io.freshet.http.RequestHead;
import io.freshet.http.ResponseHead;
import io.freshet.policy.Freshening;
import io.freshet.policy.Invalidation;
import io.freshet.policy.InvalidationScope;
import io.freshet.policy.Methods;
import io.freshet.policy.PolicySettings;
import io.freshet.policy.Retention;
import io.freshet.policy.Storability;
import io.freshet.policy.StoredHead;
import io.freshet.policy.Tags;
import io.freshet.policy.Verdict;
import io.freshet.store.CacheKey;
import io.freshet.store.CacheStore;
import io.freshet.store.Propagation;
import io.freshet.store.PurgeMode;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.eclipse.jetty.http.HttpFields;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the origin's responses change in what is stored already. May block for the store. */
public final class StoredResponseUpdater {

    private static final Logger LOG = LoggerFactory.getLogger(StoredResponseUpdater.class);

    private final CacheStore store;
    private final Keys keys;
    private final RuleApplier ruleApplier;
    private final SearchRules searchRules;
    private final InvalidationClock invalidationClock;
    private final CompressedVariants compressedVariants;
    private final PolicySettings settings;

    public StoredResponseUpdater(
            CacheStore store,
            Keys keys,
            RuleApplier ruleApplier,
            SearchRules searchRules,
            InvalidationClock invalidationClock,
            CompressedVariants compressedVariants,
            PolicySettings settings) {
        this.store = store;
        this.keys = keys;
        this.ruleApplier = ruleApplier;
        this.searchRules = searchRules;
        this.invalidationClock = invalidationClock;
        this.compressedVariants = compressedVariants;
        this.settings = settings;
    }

    /** A stored response with a new head.
     *
     * @param forbidden whether the response that it was brought up to date with forbids to store it
     */
    public record Freshened(StoredHead head, boolean forbidden) {}

    /** Brings a stored response up to date, and gives its new head (RFC 9111 §3.2). What may not be stored any more stays as it was. */
    public Freshened freshen(
            RequestHead clientRequest,
            Candidate stored,
            ResponseHead response,
            Instant requestTime,
            Instant responseTime) {
        StoredHead head = ruleApplier.again(
                clientRequest,
                Freshening.freshen(stored.response().head(), response, settings, requestTime, responseTime));
        Duration retention = Retention.of(head, settings);
        boolean forbidden = retention.isZero()
                || !storable(clientRequest, HttpFields.EMPTY, head.response()).allowed();
        // What only this request forbids is left as it was.
        if (!forbidden
                && storable(clientRequest, clientRequest.fields(), head.response())
                        .allowed()) {
            store.freshen(stored.key(), stored.response(), head, retention);
            compressedVariants.freshened(stored, head, retention);
        }
        return new Freshened(head, forbidden);
    }

    private Verdict storable(RequestHead clientRequest, HttpFields requestFields, ResponseHead response) {
        String method = Methods.headAsGet(clientRequest.method());
        RequestHead request = new RequestHead(method, clientRequest.uri(), requestFields, clientRequest.site());
        return Storability.judge(request, response, settings);
    }

    /** How many responses are stored for a request's target, as far as is known here. */
    public long met(RequestHead request) {
        Optional<String> everyKey = keys.tag(request, request.uri());
        if (everyKey.isPresent()) {
            return store.atHand(InvalidationScope.Tag.named(everyKey.get()));
        }
        Set<CacheKey> all = new LinkedHashSet<>();
        all.add(keys.of(request, request.uri()));
        rules(request, request.uri()).forEach(rule -> all.add(searchRules.key(request, request.uri(), rule)));
        return all.stream()
                .flatMap(key -> store.lookup(key).stream())
                .filter(stored -> !stored.invalidated())
                .count();
    }

    /** Makes stale what is stored for a request's target, or is on its way, under every key that is known for it. */
    public Propagation soften(RequestHead request) {
        return onEveryKey(request, request.uri(), PurgeMode.SOFT, store::soften);
    }

    /** @param ofKey does to one key what is done to all */
    private Propagation onEveryKey(
            RequestHead request, String uri, PurgeMode strength, Function<CacheKey, Propagation> ofKey) {
        Propagation reach = ofKey.apply(keys.of(request, uri));
        Optional<String> everyKey = keys.tag(request, uri);
        if (everyKey.isPresent()) {
            reach = reach.and(store.invalidate(InvalidationScope.Tag.named(everyKey.get()), strength));
        }
        for (SearchRule rule : rules(request, uri)) {
            reach = reach.and(ofKey.apply(searchRules.key(request, uri, rule)));
        }
        return reach;
    }

    /** By which other keys responses to {@code uri} may be stored: those known here, and those another node has learned this moment. */
    private Set<SearchRule> rules(RequestHead request, String uri) {
        Set<SearchRule> rules = new LinkedHashSet<>(searchRules.of(request, uri));
        store.forget(keys.searchRules(request, uri));
        rules.addAll(searchRules.of(request, uri));
        return rules;
    }

    /**
     * What a response to HEAD says of the stored response to GET (RFC 9111 §4.3.5).
     *
     * @return whether it contradicts that, which is left as it was
     */
    public boolean byHead(
            RequestHead clientRequest,
            Candidate stored,
            ResponseHead response,
            Instant requestTime,
            Instant responseTime) {
        Optional<Verdict> verdict =
                Freshening.byHead(stored.response().head(), stored.body().length(), response);
        if (verdict.filter(Verdict::allowed).isPresent()) {
            return freshen(clientRequest, stored, response, requestTime, responseTime)
                    .forbidden();
        }
        return verdict.isPresent();
    }

    /** What a successful unsafe request makes out of date (RFC 9111 §4.4). */
    public void invalidate(RequestHead clientRequest, ResponseHead response, Instant responseTime) {
        for (Invalidation.Target target : Invalidation.targets(clientRequest, response)) {
            LOG.debug("Removing {}: {}", target.uri(), target.reason().token());
            remove(clientRequest, target.uri(), responseTime);
        }
        Tags.invalidatedBy(clientRequest, response).forEach(tag -> store.invalidate(tag, PurgeMode.HARD));
    }

    /** Removes what is stored for a request's target, under every key that a response to it may have. */
    public Propagation remove(RequestHead request, String uri, Instant now) {
        return onEveryKey(request, uri, PurgeMode.HARD, key -> remove(key, now));
    }

    private Propagation remove(CacheKey key, Instant now) {
        invalidationClock.changed(key, now);
        Propagation reach = store.remove(key);
        compressedVariants.removed(key);
        return reach;
    }

    /** The origin has {@code stored} no more. */
    public void end(RequestHead clientRequest, Candidate stored) {
        LOG.debug("Removing {}: its origin has something else", clientRequest.uri());
        store.remove(stored.key());
        compressedVariants.removed(stored.key());
    }
}
