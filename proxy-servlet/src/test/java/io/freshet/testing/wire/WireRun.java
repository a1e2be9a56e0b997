package io.freshet.testing.wire;

import io.freshet.testing.ProxyUnderTest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * Has clients send one generated request after another, each followed by an honest one of another connection, and compares what
 * the origin saw with what was sent.
 */
public final class WireRun {

    /** What a run was and what it found. */
    public record Outcome(long seed, long requests, int shapes, long cuts, List<String> faults) {

        @Override
        public String toString() {
            return "seed " + seed + ": " + requests + " requests, " + shapes + " distinct shapes, " + cuts
                    + " cut before their end, " + faults.size() + " faults"
                    + (faults.isEmpty()
                            ? ""
                            : "\n" + String.join("\n", faults.subList(0, Math.min(20, faults.size()))));
        }
    }

    private static final int MOST_FAULTS = 20;

    /** Of each kind. */
    private static final int CLIENTS = 2;

    private final long seed;
    private final Recorder recorder;
    private final AtomicLong requests = new AtomicLong();
    private final AtomicLong cuts = new AtomicLong();
    private final Set<String> shapes = ConcurrentHashMap.newKeySet();
    private final Queue<Generated> cut = new ConcurrentLinkedQueue<>();
    private final Queue<String> faults = new ConcurrentLinkedQueue<>();

    private WireRun(long seed, Recorder recorder) {
        this.seed = seed;
        this.recorder = recorder;
    }

    /**
     * Runs for {@code time} and then closes the proxy.
     *
     * @param kinds kinds of clients; there are some of each, which say different things
     */
    public static Outcome run(
            long seed, Duration time, Recorder recorder, ProxyUnderTest proxy, List<Supplier<Client>> kinds) {
        WireRun run = new WireRun(seed, recorder);
        long end = System.nanoTime() + time.toNanos();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < kinds.size() * CLIENTS; i++) {
            int client = i;
            Thread thread = new Thread(() -> run.work(kinds, client, end), "wire-client-" + i);
            thread.start();
            threads.add(thread);
        }
        try {
            for (Thread thread : threads) {
                thread.join();
            }
        } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
        }
        proxy.close();
        return run.outcome();
    }

    private void work(List<Supplier<Client>> kinds, int nth, long end) {
        int kind = nth % kinds.size();
        try (Client client = kinds.get(kind).get()) {
            List<Framing> framings = client.framings();
            int turn = nth / kinds.size();
            for (; System.nanoTime() < end && faults.size() < MOST_FAULTS; turn += CLIENTS) {
                Generated request = Generated.of(seed, (long) turn * kinds.size() + kind, turn, framings);
                requests.incrementAndGet();
                shapes.add(request.shape());
                check(request, client.exchange(request));
                String target = "/p/" + request.number();
                Answer answer = client.honest(target);
                if (!answer.equals(answerTo(Recorder.Seen.of("GET", target, new byte[0])))) {
                    faults.add("After " + request + " an honest request got " + answer);
                }
            }
        } catch (RuntimeException | Error failure) {
            faults.add("A client failed: " + failure);
        }
    }

    private void check(Generated request, Answer answer) {
        if (request.cut().isPresent()) {
            cuts.incrementAndGet();
            cut.add(request);
            return;
        }
        List<Recorder.Seen> seen = recorder.seen(request.target());
        boolean forwarded = seen.equals(List.of(request.message())) && answer.equals(answerTo(request.message()));
        boolean refused = seen.isEmpty() && (answer.status() == 0 || answer.status() >= 400);
        boolean right =
                switch (request.framing().verdict()) {
                    case FORWARDED -> forwarded;
                    case MENDED -> forwarded || refused;
                    case REFUSED -> refused;
                };
        if (!right) {
            faults.add(request + " got " + answer + ", and the origin saw " + seen);
        }
    }

    private static Answer answerTo(Recorder.Seen message) {
        return new Answer(200, Optional.of(message.told()));
    }

    private Outcome outcome() {
        for (Generated request : cut) {
            if (!recorder.seen(request.target()).isEmpty()) {
                faults.add(request + " was cut, and the origin saw " + recorder.seen(request.target()));
            }
        }
        faults.addAll(recorder.faults());
        return new Outcome(seed, requests.get(), shapes.size(), cuts.get(), List.copyOf(faults));
    }
}
