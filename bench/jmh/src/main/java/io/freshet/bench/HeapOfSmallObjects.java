package io.freshet.bench;

import io.freshet.http.RequestHead;
import io.freshet.http.ResponseHead;
import io.freshet.policy.PolicySettings;
import io.freshet.policy.StoredHead;
import io.freshet.policy.Variance;
import io.freshet.store.CacheKey;
import io.freshet.store.StoreWriter;
import io.freshet.store.memory.MemoryStore;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;

/**
 * How true the memory's limit is: stores a million responses of 200 bytes to 1 KiB, more than the limit holds, and compares what
 * the heap then has with the limit.
 */
public final class HeapOfSmallObjects {

    private static final int COUNT = 1_000_000;
    private static final double MIB = 1024 * 1024;

    private HeapOfSmallObjects() {}

    /**
     * Prints one line.
     *
     * @param arguments the limit in MiB, and how many header fields each response has beside the usual ones
     */
    public static void main(String[] arguments) throws InterruptedException {
        long limit = Long.parseLong(arguments[0]) << 20;
        int moreFields = Integer.parseInt(arguments[1]);
        long before = heap();
        MemoryStore store = new MemoryStore(limit, limit, 4, Clock.systemUTC());
        for (int i = 0; i < COUNT; i++) {
            int length = 200 + i % 825;
            RequestHead request = Samples.request(i);
            ResponseHead response = Samples.response(i, length, moreFields);
            StoredHead head =
                    Samples.stored(request, response, Clock.systemUTC().instant());
            CacheKey key = CacheKey.of(Samples.ORIGIN, "https://www.example.com", request.uri());
            StoreWriter writer = store.open(key, Variance.variant(request, response, PolicySettings.DEFAULT.concealment()), head, Duration.ofHours(1));
            writer.write(ByteBuffer.allocate(length));
            writer.commit();
        }
        long held = heap() - before;
        long kept = store.clear();
        System.out.printf(
                Locale.ROOT,
                "limit %.0f MiB, heap %.1f MiB: %.3f of the limit; %d responses, %d bytes each beside the content%n",
                limit / MIB,
                held / MIB,
                (double) held / limit,
                kept,
                held / kept - (200 + 824 / 2));
    }

    private static long heap() throws InterruptedException {
        for (int i = 0; i < 3; i++) {
            System.gc();
            Thread.sleep(200);
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
