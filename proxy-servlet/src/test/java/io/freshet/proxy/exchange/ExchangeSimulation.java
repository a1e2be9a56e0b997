package io.freshet.proxy.exchange;

import io.freshet.config.OriginConnections;
import io.freshet.config.TlsFiles;
import io.freshet.engine.CacheEngine;
import io.freshet.engine.response.Step.Refresh;
import io.freshet.engine.rules.EngineSettings;
import io.freshet.http.HttpDate;
import io.freshet.http.RequestHead;
import io.freshet.policy.PolicySettings;
import io.freshet.proxy.fair.Claimant;
import io.freshet.proxy.origin.Attempt;
import io.freshet.proxy.origin.OriginQueues;
import io.freshet.proxy.origin.OriginWatch;
import io.freshet.routing.Origin;
import io.freshet.routing.TestOrigin;
import io.freshet.store.CacheStore;
import io.freshet.store.Measures;
import io.freshet.store.TestClock;
import io.freshet.store.memory.MemoryStore;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.http.HttpFields;

/** Exchanges over the real engine and the real store in memory, between scripted clients and a scripted origin. */
final class ExchangeSimulation implements AutoCloseable {

    /** What is noted of a request that may be made twice, as GET and HEAD may. */
    private static final String MAY_BE_REPEATED = "io.freshet.proxy.origin.RetryRule";

    private static final String SITE = "http://origin.test";

    final Random random;
    final Turns turns;
    final ScriptedOrigin scripted;
    final OriginQueues queues;

    /** The most connections to all addresses of the origin. */
    final int connections;

    private final TestClock clock = new TestClock(Instant.parse("2026-01-01T00:00:00Z"));
    private final CacheStore store = new MemoryStore(1 << 20, 1 << 16, 8, clock);
    private final CacheEngine engine =
            new CacheEngine(store, PolicySettings.DEFAULT, EngineSettings.forOrigin(SITE), clock);
    private final HttpClient client = new HttpClient();
    private final Origin origin;
    private final ExchangeContext context;
    private int claimants;

    /** An origin that does as it likes, and fails now and then if {@code fails}. */
    static ExchangeSimulation random(long seed, boolean fails) {
        Random random = new Random(seed);
        return new ExchangeSimulation(random, fails, () -> Script.random(random, fails));
    }

    /** An origin that does one after another, and goes on with the last; all that waits for a time comes after the rest. */
    static ExchangeSimulation of(long seed, Script... inOrder) {
        Iterator<Script> scripts = List.of(inOrder).iterator();
        Script last = inOrder[inOrder.length - 1];
        return new ExchangeSimulation(new Random(seed), false, () -> scripts.hasNext() ? scripts.next() : last);
    }

    private ExchangeSimulation(Random random, boolean late, Supplier<Script> scripts) {
        this.random = random;
        turns = new Turns(random, late);
        scripted = new ScriptedOrigin(turns, random, scripts, () -> HttpDate.format(clock.instant()));
        origin = TestOrigin.at(URI.create(SITE), 1 + random.nextInt(2));
        client.setScheduler(turns);
        client.setExecutor(turns::later);
        int ofAddress = 1 + random.nextInt(3);
        connections = ofAddress * origin.addresses().size();
        OriginConnections limits = new OriginConnections(
                false,
                TlsFiles.none("origin"),
                Duration.ofSeconds(1),
                Duration.ofSeconds(1),
                ofAddress,
                1_000,
                Duration.ofSeconds(1),
                8_192);
        queues = new OriginQueues(() -> client, limits, 1);
        OriginWatch watch = new OriginWatch();
        watch.watch(client, queues::waiting);
        context = new ExchangeContext(
                queues,
                watch,
                turns,
                () -> Duration.between(Instant.EPOCH, clock.instant()).toNanos(),
                turns::later,
                this::behind);
    }

    /** A request comes from a client of its own. */
    RecordingSink request(String method, String path, String... fields) {
        RecordingSink sink = new RecordingSink(turns);
        HttpFields.Mutable all = HttpFields.build();
        for (int i = 0; i < fields.length; i += 2) {
            all.add(fields[i], fields[i + 1]);
        }
        RequestHead head = new RequestHead(method, SITE + path, all.asImmutable());
        String number = "" + claimants++;
        Exchange exchange =
                new Exchange(context, origin, new Claimant(number, number), new Requests(head), sink, () -> {});
        exchange.guarded(() -> exchange.take(engine.begin(head, false)), () -> {});
        return sink;
    }

    private void behind(Refresh refresh, Origin of) {
        RequestHead head = refresh.fetch().clientRequest();
        new Exchange(context, of, Claimant.PROXY, new Requests(head), new DiscardingSink(turns::later), refresh.done())
                .take(refresh.fetch());
    }

    /** The refreshes that no client waits for and that are under way. */
    int refreshes() {
        Optional<DoubleSupplier> found = gauge("refreshes");
        return (int) found.orElseThrow().getAsDouble();
    }

    private Optional<DoubleSupplier> gauge(String wanted) {
        AtomicReference<DoubleSupplier> found = new AtomicReference<>();
        engine.measure(new Measures() {
            @Override
            public void gauge(String name, String description, DoubleSupplier value) {
                if (name.equals(wanted)) {
                    found.set(value);
                }
            }

            @Override
            public void counter(String name, String description, DoubleSupplier value) {}
        });
        return Optional.ofNullable(found.get());
    }

    /** What is stored grows older. */
    void passTime() {
        passTime(random.nextInt(100));
    }

    void passTime(int seconds) {
        clock.advance(Duration.ofSeconds(seconds));
    }

    private final class Requests implements Exchange.OriginRequests {

        private final RequestHead head;

        Requests(RequestHead head) {
            this.head = head;
        }

        @Override
        public boolean repeatable() {
            return true;
        }

        @Override
        public Optional<Request> make(Attempt attempt) {
            ScriptedRequest request = new ScriptedRequest(client, URI.create(head.uri()), scripted);
            request.method(head.method());
            request.headers(fields -> fields.clear().add(attempt.fetch().originFields()));
            request.attribute(MAY_BE_REPEATED, true);
            return Optional.of(request);
        }
    }

    @Override
    public void close() {
        store.close();
        engine.close();
    }
}
