package io.freshet.store.redis;

import static io.freshet.store.redis.Script.number;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.freshet.store.Node;
import io.freshet.thread.DaemonThreads;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The nodes that share this Redis: every node says now and then that it is there, and hears of the others. For people to look at; no
 * decision depends on it.
 */
final class NodeRegistry implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(NodeRegistry.class);

    private static final Duration EVERY = Duration.ofSeconds(5);
    private static final Duration GONE_AFTER = Duration.ofSeconds(30);
    private static final Duration LAST_WORD = Duration.ofMillis(200);
    private static final int MOST = 1_000;

    /** Milliseconds that it has been there, milliseconds that it is behind, its process, its host. */
    private static final Pattern WORDS = Pattern.compile("(\\d{1,15}) (-1|\\d{1,15}) (\\d{1,15}) ([\\w.:-]{1,255})");

    private final RedisLink link;
    private final KeySpace keys;
    private final DoubleSupplier lag;
    private final byte[] self = UUID.randomUUID().toString().getBytes(US_ASCII);
    private final long began = System.nanoTime();
    private final ScheduledExecutorService thread =
            Executors.newSingleThreadScheduledExecutor(new DaemonThreads("freshet-redis-nodes"));

    private volatile List<Node> nodes = List.of();
    private Optional<String> host = Optional.empty();

    /** @param lag how many seconds ago this node last knew all that had been invalidated; not a number if it never did */
    NodeRegistry(RedisLink link, KeySpace keys, DoubleSupplier lag) {
        this.link = link;
        this.keys = keys;
        this.lag = lag;
    }

    /** Says from now on, until closed, that this node is there. */
    void call() {
        var unused = thread.scheduleWithFixedDelay(this::answer, 0, EVERY.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** The nodes that were there when this node last heard, itself included; none while Redis does not tell. */
    List<Node> nodes() {
        return nodes;
    }

    private void answer() {
        try {
            nodes = read(say(words()));
        } catch (RuntimeException away) {
            LOG.debug("Redis does not tell who else is there", away);
            nodes = List.of();
        }
    }

    private List<byte[]> say(String words) {
        List<byte[]> arguments = List.of(self, words.getBytes(US_ASCII), number(GONE_AFTER.toMillis()), number(MOST));
        return link.run(Script.NODES, List.of(keys.nodes()), arguments).orElse(List.of());
    }

    private String words() {
        long up = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
        double seconds = lag.getAsDouble();
        long behind = Double.isNaN(seconds) ? -1 : Math.round(seconds * 1_000);
        return up + " " + behind + " " + ProcessHandle.current().pid() + " " + host();
    }

    /** Asked on this thread, as a name server may take its time. */
    private String host() {
        if (host.isEmpty()) {
            try {
                host = Optional.of(InetAddress.getLocalHost().getHostName().replaceAll("[^\\w.:-]", "-"));
            } catch (IOException nameless) {
                host = Optional.of("localhost");
            }
        }
        return host.get();
    }

    private List<Node> read(List<byte[]> said) {
        List<Node> read = new ArrayList<>();
        for (int i = 0; i + 2 < said.size(); i += 3) {
            Matcher words = WORDS.matcher(new String(said.get(i + 2), UTF_8));
            if (words.matches()) {
                read.add(new Node(
                        words.group(4),
                        Long.parseLong(words.group(3)),
                        i == 0,
                        millis(words.group(1)),
                        millis(new String(said.get(i + 1), US_ASCII)),
                        millis(words.group(2))));
            }
        }
        return List.copyOf(read);
    }

    private static Duration millis(String text) {
        return Duration.ofMillis(Long.parseLong(text));
    }

    /** Says goodbye, if Redis listens. */
    @Override
    public void close() {
        thread.shutdownNow();
        try {
            // What is being said now must not come after the goodbye.
            var unused = thread.awaitTermination(LAST_WORD.toMillis(), TimeUnit.MILLISECONDS);
            if (!nodes.isEmpty()) {
                say("");
            }
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException away) {
            LOG.debug("Redis does not know that this node has gone", away);
        }
    }
}
