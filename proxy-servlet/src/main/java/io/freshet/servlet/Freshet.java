package io.freshet.servlet;

import io.freshet.config.ConfigException;
import io.freshet.config.ProxyConfig;
import io.freshet.config.ProxyConfig.StoreKind;
import io.freshet.config.RedisConfig;
import io.freshet.engine.CacheEngine;
import io.freshet.engine.EngineSettings;
import io.freshet.http.ParameterPatterns;
import io.freshet.policy.PolicySettings;
import io.freshet.store.CacheStore;
import io.freshet.store.ResilientStore;
import io.freshet.store.memory.MemoryStore;
import io.freshet.store.redis.RedisStore;
import io.freshet.store.tiered.TieredStore;
import io.freshet.tls.TlsContext;
import java.time.Clock;
import java.util.Optional;

/**
 * The composition root: a store and an engine, built from a configuration. One for each proxy, in a container as in the
 * standalone server.
 */
public final class Freshet implements AutoCloseable {

    private final ProxyConfig config;
    private final CacheStore store;
    private final String storeNote;
    private final CacheEngine engine;
    private final OriginMapping mapping;
    private final Forwarding forwarding;
    private final Gate gate;
    private final ReadyAnswers readyAnswers;

    private Freshet(ProxyConfig config, CacheStore store, String storeNote) {
        this.config = config;
        this.store = store;
        this.storeNote = storeNote;
        this.engine = new CacheEngine(store, settings(config), engineSettings(config), Clock.systemUTC());
        this.mapping = new OriginMapping(config.origin());
        this.forwarding = new Forwarding();
        this.gate = new Gate(config, mapping, forwarding);
        this.readyAnswers = new ReadyAnswers(engine, mapping, config.readyAnswers());
    }

    /**
     * Builds everything. With {@link StoreKind#AUTO} this asks Redis once whether it is there; nothing here needs the origin.
     *
     * @throws ConfigException if a file that the configuration names cannot be used
     */
    public static Freshet start(ProxyConfig config) throws ConfigException {
        if (config.store() == StoreKind.MEMORY) {
            return inMemory(config, "as configured");
        }
        if (config.redis().tls()) {
            TlsContext.of(config.redis().tlsFiles());
        }
        if (config.store() == StoreKind.REDIS) {
            return inRedis(config, "as configured");
        }
        Optional<String> away = RedisStore.probe(config.redis());
        if (away.isEmpty()) {
            return inRedis(config, "it answers");
        }
        return inMemory(config, "no Redis answers at " + config.redis().display() + " (" + away.get() + ")");
    }

    private static Freshet inMemory(ProxyConfig config, String why) {
        CacheStore store =
                new MemoryStore(config.memory(), config.maxObject(), config.maxVariants(), Clock.systemUTC());
        return new Freshet(config, store, store.description() + ": " + why);
    }

    private static Freshet inRedis(ProxyConfig config, String why) {
        RedisStore redis = new RedisStore(
                config.redis(), config.maxObject(), config.maxVariants(), config.writeBuffer(), Clock.systemUTC());
        CacheStore far = new ResilientStore(redis);
        CacheStore store = config.nearTime().isZero()
                ? far
                : new TieredStore(far, config.memory(), config.nearTime(), Clock.systemUTC());
        redis.follow(store);
        return new Freshet(config, store, store.description() + ": " + why);
    }

    /** A Redis store to clear and for nothing else. Nothing is asked of Redis yet. */
    public static CacheStore redisToClear(RedisConfig redis) {
        return new RedisStore(redis, 0, 1, 0, Clock.systemUTC());
    }

    private static PolicySettings settings(ProxyConfig config) {
        PolicySettings rules = PolicySettings.DEFAULT;
        return new PolicySettings(
                config.ttl(),
                rules.heuristicFraction(),
                rules.heuristicMax(),
                config.staleIfError(),
                config.staleWhileRevalidate(),
                config.keep(),
                config.storeSetCookie(),
                config.targets());
    }

    private static EngineSettings engineSettings(ProxyConfig config) {
        return new EngineSettings(
                config.origin().toString(),
                ParameterPatterns.of(config.ignoreQuery()),
                config.maxRefreshes(),
                config.showKey(),
                new EngineSettings.Collapse(
                        config.maxCollapsed(), config.collapseBuffer(), config.hitForMiss(), config.lease()));
    }

    public ProxyConfig config() {
        return config;
    }

    public CacheStore store() {
        return store;
    }

    /** Which store is in use and why, for the operator; for example {@code Redis at localhost:6379: it answers}. */
    public String storeNote() {
        return storeNote;
    }

    /** What becomes of a request as far as that can be told without blocking, for the servlet and for what stands before it. */
    public Admission admit(ClientRequest request) {
        Optional<ReadyAnswer> known = readyAnswers.known(request);
        if (known.isPresent()) {
            return new Admission.Answered(known.get());
        }
        Admission admission = gate.admit(request);
        return readyAnswers
                .make(request, admission)
                .map(made -> (Admission) new Admission.Answered(made))
                .orElse(admission);
    }

    CacheEngine engine() {
        return engine;
    }

    /** Where requests come in, before anything is looked up for them. */
    public Gate gate() {
        return gate;
    }

    /** What an operator does with it, and asks it. */
    public Operations operations() {
        return new Operations(config, store, engine, gate, mapping);
    }

    OriginMapping mapping() {
        return mapping;
    }

    /** This process' name in {@code Via}. */
    String pseudonym() {
        return forwarding.pseudonym();
    }

    @Override
    public void close() {
        engine.close();
        store.close();
    }
}
