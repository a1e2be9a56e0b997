package io.freshet.standalone.metrics;

import io.freshet.admin.AdminJson;
import io.freshet.admin.AdminReply;
import io.freshet.proxy.Operations;
import io.freshet.standalone.admin.MetricsPage;
import io.freshet.store.Measures;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;
import java.util.function.Predicate;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.RequestLog;
import org.eclipse.jetty.server.Response;

/**
 * What is counted of requests, on every way that they may take, and what else can be measured. Every name begins with {@code
 * freshet}, but for those of the JVM.
 */
public final class Metrics implements RequestLog, MetricsPage, AutoCloseable {

    private static final String PREFIX = "freshet.";

    /** More outcomes than there are rules only come of a mistake. */
    private static final int MOST_OUTCOMES = 200;

    private static final Outcome OTHER = new Outcome("other", "none");

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmGcMetrics collections = new JvmGcMetrics();
    private final ConcurrentMap<Outcome, Counter> requests = new ConcurrentHashMap<>();
    private final ConcurrentMap<String, Timer> times = new ConcurrentHashMap<>();
    private final ConcurrentMap<Integer, Counter> statuses = new ConcurrentHashMap<>();
    private final Traffic traffic = new Traffic();
    private final TopUrls urls = new TopUrls(System::nanoTime);
    private final String origin;
    private final Counter bytes = Counter.builder(PREFIX + "sent")
            .baseUnit("bytes")
            .description("Content that was sent to clients")
            .register(registry);

    /** @param operations what else can be measured */
    public Metrics(Operations operations) {
        origin = operations.origin().toString();
        new ClassLoaderMetrics().bindTo(registry);
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        new FileDescriptorMetrics().bindTo(registry);
        collections.bindTo(registry);
        operations.measure(measures());
        operations.observeOrigin(new OriginMetrics(PREFIX, registry));
    }

    /** Takes what else can be measured. */
    public Measures measures() {
        return new Measures() {
            @Override
            public void gauge(String name, String description, DoubleSupplier value) {
                Gauge.builder(PREFIX + name, value::getAsDouble)
                        .description(description)
                        .strongReference(true)
                        .register(registry);
            }

            @Override
            public void counter(String name, String description, DoubleSupplier value) {
                // Micrometer holds on to the function alone: an object given in place of the registry would be
                // collected, and its last
                // value stay.
                FunctionCounter.builder(PREFIX + name, registry, any -> value.getAsDouble())
                        .description(description)
                        .register(registry);
            }
        };
    }

    /** Listens to the JVM no more. */
    @Override
    public void close() {
        collections.close();
    }

    /** A request is over. Never blocks. */
    @Override
    public void log(Request request, Response response) {
        Outcome outcome = Outcome.of(response.getHeaders());
        long nanos = System.nanoTime() - request.getBeginNanoTime();
        long sent = Response.getContentBytesWritten(response);
        counter(outcome).increment();
        times.computeIfAbsent(outcome.kind(), this::timer).record(nanos, TimeUnit.NANOSECONDS);
        statuses.computeIfAbsent(response.getStatus(), this::status).increment();
        bytes.increment((double) sent);
        traffic.count(outcome, nanos, sent);
        if (!outcome.isRefused()) {
            urls.count(request.getHttpURI().asString(), outcome, sent);
        }
    }

    private Counter counter(Outcome outcome) {
        Counter known = requests.get(outcome);
        if (known != null) {
            return known;
        }
        return requests.computeIfAbsent(
                requests.size() < MOST_OUTCOMES ? outcome : OTHER, one -> Counter.builder(PREFIX + "requests")
                        .description("Requests by what came of them, and the rule that decided")
                        .tag("outcome", one.kind())
                        .tag("reason", one.reason())
                        .register(registry));
    }

    private Timer timer(String kind) {
        return Timer.builder(PREFIX + "request.duration")
                .description("From the first byte of a request to the last of its response")
                .tag("outcome", kind)
                .serviceLevelObjectives(LatencyBuckets.OF_A_REQUEST)
                .register(registry);
    }

    private Counter status(int status) {
        return Counter.builder(PREFIX + "responses")
                .description("Responses by status")
                .tag("status", Integer.toString(status))
                .register(registry);
    }

    @Override
    public AdminReply page(Optional<String> accept) {
        String type = accept.filter(formats -> formats.contains("application/openmetrics-text"))
                .map(formats -> "application/openmetrics-text; version=1.0.0; charset=utf-8")
                .orElse("text/plain; version=0.0.4; charset=utf-8");
        return new AdminReply(200, type, registry.scrape(type));
    }

    @Override
    public AdminReply live() {
        List<LiveSnapshot.Requests> counts = requests.entrySet().stream()
                .map(one -> new LiveSnapshot.Requests(
                        one.getKey().kind(), LiveSnapshot.Why.of(one.getKey().reason()), (long)
                                one.getValue().count()))
                .toList();
        return AdminJson.reply(new LiveSnapshot(
                LiveSnapshot.uptimeMillis(),
                LiveSnapshot.Node.now(),
                counts,
                new LiveSnapshot.SentBytes(traffic.hits.bytes.sum(), traffic.others.bytes.sum()),
                LiveSnapshot.latency(traffic),
                List.of(new LiveSnapshot.Origin(
                        origin, count(Metrics::askedTheOrigin), count(Outcome::isOriginFailure)))));
    }

    private static boolean askedTheOrigin(Outcome outcome) {
        boolean byItself =
                outcome.isHit() || outcome.isRefused() || outcome.kind().equals("collapsed");
        return !byItself || outcome.isOriginFailure();
    }

    private long count(Predicate<Outcome> which) {
        return (long) requests.entrySet().stream()
                .filter(one -> which.test(one.getKey()))
                .mapToDouble(one -> one.getValue().count())
                .sum();
    }

    @Override
    public AdminReply urls() {
        return AdminJson.reply(UrlsPage.of(urls.tops()));
    }
}
