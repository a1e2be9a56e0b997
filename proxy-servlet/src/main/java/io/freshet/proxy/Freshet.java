package io.freshet.proxy;

import io.freshet.config.CacheConfig;
import io.freshet.config.CollapseConfig;
import io.freshet.config.CompressConfig;
import io.freshet.config.ConfigException;
import io.freshet.config.ConfigSource;
import io.freshet.config.PolicyConfig;
import io.freshet.config.ProxyConfig;
import io.freshet.config.RedisConfig;
import io.freshet.config.RuleAdvice;
import io.freshet.config.StoreConfig;
import io.freshet.config.StoreKind;
import io.freshet.config.TlsFiles;
import io.freshet.engine.CacheEngine;
import io.freshet.engine.response.GeneratedResponses;
import io.freshet.engine.response.Step.Answer;
import io.freshet.engine.rules.EngineSettings;
import io.freshet.http.ContentCoding;
import io.freshet.http.MediaTypePatterns;
import io.freshet.http.ParameterPatterns;
import io.freshet.policy.CompressionSettings;
import io.freshet.policy.Concealment;
import io.freshet.policy.PolicySettings;
import io.freshet.proxy.admission.Admission;
import io.freshet.proxy.admission.ClientRequest;
import io.freshet.proxy.admission.Forwarding;
import io.freshet.proxy.admission.HitCache;
import io.freshet.proxy.admission.HitResponse;
import io.freshet.proxy.admission.ReadyAnswers;
import io.freshet.proxy.admission.RequestAdmission;
import io.freshet.proxy.origin.OriginWatch;
import io.freshet.routing.Origin;
import io.freshet.routing.Router;
import io.freshet.routing.RoutingFields;
import io.freshet.store.CacheStore;
import io.freshet.store.ResilientStore;
import io.freshet.store.memory.MemoryStore;
import io.freshet.store.redis.RedisStore;
import io.freshet.store.tiered.TieredStore;
import io.freshet.tls.TlsContext;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The composition root: a store and an engine, built from a configuration. One for each proxy, in a container as in the
 * standalone server.
 */
public final class Freshet implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Freshet.class);

    private static final int SECRET_BYTES = 32;

    private final ConfigSource source;
    private final CacheStore store;
    private final String storeNote;
    private final Concealment concealment;
    private final Forwarding forwarding = new Forwarding();
    private final OriginWatch originWatch = new OriginWatch();
    private volatile Setup setup;

    private Freshet(ProxyConfig config, ConfigSource source, CacheStore store, String storeNote) {
        this.source = source;
        this.store = store;
        this.storeNote = storeNote;
        this.concealment = new Concealment(config.store()
                .redis()
                .secret()
                .map(secret -> secret.getBytes(StandardCharsets.UTF_8))
                .orElseGet(Freshet::ownSecret));
        CacheEngine engine = new CacheEngine(
                store, settings(config.cache().policy(), concealment), engineSettings(config), Clock.systemUTC());
        this.setup = setup(config, engine, List.of(), forwarding);
        RuleAdvice.of(config).forEach(LOG::warn);
    }

    private static byte[] ownSecret() {
        byte[] secret = new byte[SECRET_BYTES];
        new SecureRandom().nextBytes(secret);
        return secret;
    }

    private static Setup setup(
            ProxyConfig config, CacheEngine engine, Collection<Origin> origins, Forwarding forwarding) {
        Router router = new Router(config, engine, origins);
        return new Setup(
                config,
                engine,
                router,
                new RequestAdmission(
                        config.origin().preserveHost(),
                        config.admin().purgeFrom(),
                        router,
                        forwarding,
                        new RoutingFields(config.origin().passFields())),
                new HitCache(
                        engine,
                        router.fields(),
                        new ReadyAnswers(
                                config.cache().readyAnswers(), config.store().readyMemory())));
    }

    /**
     * Reads the configuration again, and does with the requests that come from now on what it says. Requests under way go on as
     * they began.
     *
     * @throws ConfigException if it cannot be read, or says something that needs a restart; nothing has changed then
     */
    public synchronized void reload() throws ConfigException {
        Setup before = setup;
        if (before.config().file().isEmpty()) {
            throw new ConfigException(
                    "There is no configuration file to read again: name one with config at the start.");
        }
        ProxyConfig config = source.read();
        Reloading.check(before.config(), config);
        CacheEngine engine =
                before.engine().with(settings(config.cache().policy(), concealment), engineSettings(config));
        setup = setup(config, engine, before.router().origins(), forwarding);
        RuleAdvice.of(config).forEach(LOG::warn);
        LOG.info(
                "Read {} again: {} origins, {} rules.",
                config.file().orElseThrow(),
                setup.router().origins().size(),
                config.routes().rules().size());
    }

    /**
     * Builds everything of what {@code source} says now. With {@link StoreKind#AUTO} this asks Redis once whether it is there; nothing here needs the origin.
     *
     * @throws ConfigException if the configuration cannot be read, or a file that it names cannot be used
     */
    public static Freshet start(ConfigSource source) throws ConfigException {
        ProxyConfig config = source.read();
        TlsFiles originTls = config.origin().connections().tls();
        if (!originTls.isNone()) {
            TlsContext.of(originTls);
        }
        StoreKind kind = config.store().kind();
        RedisConfig redis = config.store().redis();
        if (kind == StoreKind.MEMORY) {
            return inMemory(config, source, "as configured");
        }
        if (redis.tls()) {
            TlsContext.of(redis.tlsFiles());
        }
        if (kind == StoreKind.REDIS) {
            return inRedis(config, source, "as configured");
        }
        Optional<String> away = RedisStore.probe(redis);
        if (away.isEmpty()) {
            return inRedis(config, source, "it answers");
        }
        return inMemory(config, source, "no Redis answers at " + redis.display() + " (" + away.get() + ")");
    }

    /** Starts with a configuration that does not change. */
    public static Freshet start(ProxyConfig config) throws ConfigException {
        return start(() -> config);
    }

    private static Freshet inMemory(ProxyConfig config, ConfigSource source, String why) {
        StoreConfig bounds = config.store();
        CacheStore store = new MemoryStore(
                bounds.memory(), bounds.readyMemory(), bounds.maxObject(), bounds.maxVariants(), Clock.systemUTC());
        return new Freshet(config, source, store, store.description() + ": " + why);
    }

    private static Freshet inRedis(ProxyConfig config, ConfigSource source, String why) {
        StoreConfig bounds = config.store();
        RedisStore redis = new RedisStore(
                bounds.redis(), bounds.maxObject(), bounds.maxVariants(), bounds.writeBuffer(), Clock.systemUTC());
        CacheStore far = new ResilientStore(redis);
        CacheStore store = bounds.nearTime().isZero()
                ? far
                : new TieredStore(far, bounds.memory() - bounds.readyMemory(), bounds.nearTime(), Clock.systemUTC());
        redis.follow(store);
        return new Freshet(config, source, store, store.description() + ": " + why);
    }

    /** A Redis store to clear and for nothing else. Nothing is asked of Redis yet. */
    public static CacheStore redisToClear(RedisConfig redis) {
        return new RedisStore(redis, 0, 1, 0, Clock.systemUTC());
    }

    private static PolicySettings settings(PolicyConfig config, Concealment concealment) {
        PolicySettings rules = PolicySettings.DEFAULT;
        return new PolicySettings(
                config.ttl(),
                rules.heuristicFraction(),
                rules.heuristicMax(),
                config.staleIfError(),
                config.staleWhileRevalidate(),
                config.keep(),
                config.storeSetCookie(),
                config.targets(),
                config.deceptionGuard(),
                config.storeUntilClose(),
                concealment);
    }

    private static EngineSettings engineSettings(ProxyConfig config) {
        CacheConfig cache = config.cache();
        CollapseConfig collapse = cache.collapse();
        return new EngineSettings(
                config.origin().url().toString(),
                ParameterPatterns.of(cache.ignoreQuery()),
                cache.maxRefreshes(),
                cache.showKey(),
                new EngineSettings.Collapse(
                        collapse.maxWaiting(), collapse.buffer(), collapse.hitForMiss(), collapse.lease()),
                compression(cache.compress(), config.store().maxObject()));
    }

    private static CompressionSettings compression(CompressConfig compress, long maxObject) {
        return new CompressionSettings(
                compress.codings().stream()
                        .distinct()
                        .flatMap(token -> ContentCoding.of(token).stream())
                        .toList(),
                compress.min(),
                maxObject,
                MediaTypePatterns.of(compress.types()));
    }

    public ProxyConfig config() {
        return setup.config();
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
        if (request.method().equals("OPTIONS") && request.path().equals("*")) {
            // RFC 9110 §9.3.7: about this server, not about anything that an origin has.
            Answer answer = GeneratedResponses.done("This server answers.");
            return new Admission.Answered(new HitResponse(answer.head(), answer.content()));
        }
        Setup now = setup;
        Optional<HitResponse> known = now.readyAnswers().known(request);
        if (known.isPresent()) {
            return new Admission.Answered(known.get());
        }
        Admission admission = now.gate().admit(request);
        return now.readyAnswers()
                .make(request, admission)
                .map(made -> (Admission) new Admission.Answered(made))
                .orElse(admission);
    }

    /**
     * Has what another process keeps looked up for a request that {@link #admit} has admitted, without a thread that waits: completes with
     * the answer, or with the admission and what was found. Never blocks, nor must what is done with it.
     *
     * @return empty where there is nothing to wait for
     */
    public Optional<CompletionStage<Admission>> lookAhead(ClientRequest request, Admission admission) {
        return store.isShared() ? setup.readyAnswers().ahead(request, admission) : Optional.empty();
    }

    /** Where requests come in, before anything is looked up for them. */
    public RequestAdmission gate() {
        return setup.gate();
    }

    /** Every origin there is at the moment. */
    public Collection<Origin> origins() {
        return setup.router().origins();
    }

    /** What an operator does with it, and asks it. */
    public Operations operations() {
        return new Operations(store, () -> setup, originWatch, this::reload);
    }

    public OriginWatch originWatch() {
        return originWatch;
    }

    /** This process' name in {@code Via}. */
    public String pseudonym() {
        return forwarding.pseudonym();
    }

    @Override
    public void close() {
        setup.engine().close();
        store.close();
    }
}
