import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;

/**
 * Caffeine's W-TinyLFU under a trace: reads a key and a size, four bytes each, for every request; prints how many requests and bytes
 * were hits.
 *
 * <p>Argument: how many bytes fit.
 */
public final class Lfu {

    private Lfu() {}

    public static void main(String[] arguments) throws IOException {
        Cache<Integer, Integer> cache = Caffeine.newBuilder()
                .maximumWeight(Long.parseLong(arguments[0]))
                .weigher((Integer key, Integer size) -> size)
                .executor(Runnable::run)
                .build();
        long hits = 0;
        long bytes = 0;
        try (DataInputStream trace = new DataInputStream(new BufferedInputStream(System.in, 1 << 16))) {
            while (true) {
                int key = trace.readInt();
                int size = trace.readInt();
                if (cache.getIfPresent(key) != null) {
                    hits++;
                    bytes += size;
                } else {
                    cache.put(key, size);
                }
            }
        } catch (EOFException end) {
            System.out.println(hits + " " + bytes);
        }
    }
}
