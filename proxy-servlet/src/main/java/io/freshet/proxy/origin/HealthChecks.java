package io.freshet.proxy.origin;

import io.freshet.config.OriginConfig.HealthCheck;
import io.freshet.routing.HealthRecord;
import io.freshet.routing.Origin;
import io.freshet.routing.OriginAddress;
import io.freshet.thread.DaemonThreads;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.Request;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the origins that want it whether they are well. Looks often which check is due; each address has one check under way at
 * most, and nothing waits for it.
 */
public final class HealthChecks implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(HealthChecks.class);
    private static final long LOOK_MILLIS = 100;

    private final HttpClient client;
    private final Supplier<Collection<Origin>> origins;
    private final Map<OriginAddress, HealthRecord> records = new HashMap<>();
    private final ScheduledExecutorService timer =
            Executors.newSingleThreadScheduledExecutor(new DaemonThreads("freshet-health"));

    /** @param origins those that there are at the moment; they may change */
    public HealthChecks(HttpClient client, Supplier<Collection<Origin>> origins) {
        this.client = client;
        this.origins = origins;
        var unused = timer.scheduleWithFixedDelay(this::look, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void look() {
        try {
            Set<OriginAddress> there = new HashSet<>();
            for (Origin origin : origins.get()) {
                there.addAll(origin.addresses());
                origin.config().health().ifPresent(check -> origin.addresses()
                        .forEach(address -> look(origin, address, check)));
            }
            // Those of before a reload.
            records.keySet().retainAll(there);
        } catch (RuntimeException unforeseen) {
            LOG.warn("Could not check the health of the origins", unforeseen);
        }
    }

    private void look(Origin origin, OriginAddress address, HealthCheck check) {
        HealthRecord record = records.computeIfAbsent(address, one -> new HealthRecord(one, check));
        if (!record.begin()) {
            return;
        }
        Request request = OriginClient.unwatched(client, address, check.path())
                .timeout(check.timeout().toMillis(), TimeUnit.MILLISECONDS)
                .followRedirects(false)
                // A pool of connections of their own: what clients do with theirs says nothing about the origin.
                .tag(HealthChecks.class);
        request.onResponseContent((response, content) -> {}).send(result -> {
            int status = result.getResponse() == null ? 0 : result.getResponse().getStatus();
            boolean well = result.isSucceeded() && status >= 200 && status < 400;
            record.end(well)
                    .ifPresent(change -> LOG.warn(
                            "{} of origin {} {}.",
                            address.uri(),
                            origin.name(),
                            change ? "is healthy again" : "is unhealthy: it gets no request but " + check.path()));
        });
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
