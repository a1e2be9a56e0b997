package io.freshet.store.redis;

import io.freshet.bench.Samples;
import io.freshet.http.RequestHead;
import io.freshet.store.CacheKey;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** A stored response's way into bytes for Redis and back. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class CodecBenchmark {

    private static final CacheKey KEY = CacheKey.of(Samples.ORIGIN, "https://www.example.com", "/products/1");

    @Param({"1024", "65536"})
    private int length;

    private Entry entry = entry();
    private byte[] value = EntryCodec.encode(KEY, entry);

    /** With the content that the parameter says. */
    @Setup
    public void make() {
        entry = entry();
        value = EntryCodec.encode(KEY, entry);
    }

    private Entry entry() {
        Instant now = Instant.now();
        RequestHead request = Samples.request(1);
        EntryHeader header = new EntryHeader(UUID.randomUUID(), now.plusSeconds(60), 1, 0, length, Positions.START);
        return new Entry(
                header, Samples.stored(request, Samples.response(1, length, 0), now), ByteBuffer.allocate(length));
    }

    @Benchmark
    public byte[] encode() {
        return EntryCodec.encode(KEY, entry);
    }

    @Benchmark
    public Optional<Entry> decode() {
        return EntryCodec.decode(KEY, value);
    }
}
