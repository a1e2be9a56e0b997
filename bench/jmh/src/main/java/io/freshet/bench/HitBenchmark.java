package io.freshet.bench;

import io.freshet.engine.CacheEngine;
import io.freshet.engine.response.CachedHit;
import io.freshet.engine.response.Step.Answer;
import io.freshet.engine.response.Step.Fetch;
import io.freshet.engine.response.Step.Relay;
import io.freshet.engine.response.Step;
import io.freshet.engine.rules.EngineSettings;
import io.freshet.http.RequestHead;
import io.freshet.policy.PolicySettings;
import io.freshet.policy.Reuse;
import io.freshet.policy.StoredHead;
import io.freshet.policy.Variance;
import io.freshet.store.CacheKey;
import io.freshet.store.memory.MemoryStore;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What a hit in memory of 1 KiB is made of: the key, the decision, the answer, and the answer that is kept ready. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class HitBenchmark {

    private final Clock clock = Clock.systemUTC();
    private final RequestHead request = Samples.request(1);
    private final StoredHead stored = Samples.stored(request, Samples.response(1, 1024, 0), Instant.now());
    private CacheEngine engine = engineWithOneResponse();
    private CachedHit ready = engine.ready(request).orElseThrow();

    private CacheEngine engineWithOneResponse() {
        CacheEngine made = new CacheEngine(
                new MemoryStore(64 << 20, 1 << 20, 4, clock),
                PolicySettings.DEFAULT,
                EngineSettings.forOrigin(Samples.ORIGIN),
                clock);
        Relay relay = (Relay) ((Fetch) made.begin(request, false)).onHead(Samples.response(1, 1024, 0), true);
        relay.fill().write(ByteBuffer.allocate(1024));
        relay.fill().end();
        return made;
    }

    /** So that nothing grows old, whatever it takes. */
    @Setup(Level.Iteration)
    public void store() {
        engine = engineWithOneResponse();
        ready = engine.ready(request).orElseThrow();
    }

    @Benchmark
    public CacheKey key() {
        return CacheKey.of(Samples.ORIGIN, "https://www.example.com", request.uri());
    }

    @Benchmark
    public String variant() {
        return Variance.variant(request, stored.response(), PolicySettings.DEFAULT.concealment());
    }

    @Benchmark
    public Reuse decision() {
        return Reuse.decide(request, List.of(stored), PolicySettings.DEFAULT, clock.instant());
    }

    /** All that the servlet asks of the engine for a hit. */
    @Benchmark
    public Step answer() {
        Answer answer = (Answer) engine.begin(request, false);
        answer.content().next();
        return answer;
    }

    /** All that the fast path asks of the engine for a hit that is ready; once a second it is made anew. */
    @Benchmark
    public ByteBuffer ready() {
        return engine.content(ready)
                .orElseGet(() -> {
                    ready = engine.ready(request).orElseThrow();
                    return engine.content(ready).orElseThrow();
                })
                .next();
    }
}
