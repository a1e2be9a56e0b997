package io.freshet.standalone.metrics;

import io.freshet.engine.collapsing.OriginFailure;
import io.freshet.proxy.origin.OriginObserver;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** What is counted of the origin. All of it is there from the start, as 0. */
final class OriginMetrics implements OriginObserver {

    private static final int LEAST_CLASS = 2;
    private static final int MOST_CLASS = 5;

    private final Timer[] times;
    private final Map<OriginFailure, Counter> failures = new EnumMap<>(OriginFailure.class);

    OriginMetrics(String prefix, MeterRegistry registry) {
        times = IntStream.rangeClosed(LEAST_CLASS, MOST_CLASS)
                .mapToObj(hundreds -> Timer.builder(prefix + "origin.first.byte")
                        .description("From the first byte of a request to the origin to the head of its response")
                        .tag("status", hundreds + "xx")
                        .serviceLevelObjectives(LatencyBuckets.OF_A_REQUEST)
                        .register(registry))
                .toArray(Timer[]::new);
        Arrays.stream(OriginFailure.values())
                .forEach(failure -> failures.put(
                        failure,
                        Counter.builder(prefix + "origin.errors")
                                .description("Requests to the origin that had no response, by why")
                                .tag("kind", kind(failure))
                                .register(registry)));
    }

    static String kind(OriginFailure failure) {
        return failure.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    @Override
    public void answered(int status, long nanos) {
        int at = Math.max(LEAST_CLASS, Math.min(MOST_CLASS, status / 100)) - LEAST_CLASS;
        times[at].record(nanos, TimeUnit.NANOSECONDS);
    }

    @Override
    public void failed(OriginFailure why) {
        Counter counter = failures.get(why);
        if (counter != null) {
            counter.increment();
        }
    }
}
