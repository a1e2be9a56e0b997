package io.freshet.proxy.exchange;

import io.freshet.engine.response.Step.Refresh;
import io.freshet.proxy.origin.OriginQueues;
import io.freshet.proxy.origin.OriginWatch;
import io.freshet.routing.Origin;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * What all exchanges of one proxy share.
 *
 * @param queues where requests wait for a connection to their origin
 * @param watch is told how the origin does
 * @param timer does what is to be done after a while; nothing that blocks
 * @param nanoTime a clock that does not go back, in nanoseconds
 * @param blocking runs what may block where no client is left whose container has threads for it; may reject it
 * @param behind begins an exchange that no client waits for
 */
public record ExchangeContext(
        OriginQueues queues,
        OriginWatch watch,
        Scheduler timer,
        LongSupplier nanoTime,
        Executor blocking,
        BiConsumer<Refresh, Origin> behind) {}
