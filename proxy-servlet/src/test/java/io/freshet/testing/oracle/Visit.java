package io.freshet.testing.oracle;

import io.freshet.testing.oracle.Asked.Floor;
import io.freshet.testing.oracle.Asked.Held;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;

/** The life of one resource: it changes, its origin fails, and some clients ask for it, one after the other or at once. */
final class Visit {

    /** Within this, other nodes have heard of a purge, and the margin of a busy machine. */
    private static final Duration HEARD_WITHIN = Duration.ofMillis(400);

    private static final int STEPS = 30;
    private static final int CLIENTS = 4;
    private static final int PROFILES = 3;
    private static final int CONCURRENT = 3;

    /**
     * A purge that a node is to have heard of.
     *
     * @param own whether the node carried it out
     * @param from when it is to have heard of it
     */
    private record Purge(int node, int number, boolean own, long from) {}

    private final Resource resource;
    private final Random random;
    private final Tally tally;
    private final Judge judge;
    private final Executor threads;
    private final List<Visitor> visitors = new ArrayList<>();
    private final Map<String, Seen> last = new HashMap<>();
    private final List<Purge> purges = new ArrayList<>();
    private final Outages outages;
    private int well = STEPS;

    Visit(long seed, int number, Entrance entrance, Tally tally, Outages outages, Executor threads) {
        this.outages = outages;
        this.resource = new Resource(number, seed);
        this.random = new Random(seed * 7_919 + number);
        this.tally = tally;
        this.judge = new Judge(resource, tally, "--seed " + seed + " --only " + number);
        this.threads = threads;
        List<Profile> profiles = new ArrayList<>();
        for (int i = 0; i < PROFILES; i++) {
            profiles.add(Profile.of(random, resource.script.siteField()));
        }
        for (int i = 0; i < CLIENTS; i++) {
            int node = i % entrance.nodes();
            visitors.add(new Visitor(node, profiles.get(i % PROFILES), entrance.open(node, i), i < CLIENTS - 1));
        }
    }

    Resource resource() {
        return resource;
    }

    void run(BooleanSupplier goesOn) throws InterruptedException {
        for (int step = 0; step < STEPS && goesOn.getAsBoolean(); step++) {
            if (step == well) {
                resource.feel(Resource.Mood.WELL);
            }
            step(step);
        }
        visitors.forEach(Visitor::close);
    }

    private void step(int nth) throws InterruptedException {
        int kind = random.nextInt(100);
        Visitor visitor = visitors.get(random.nextInt(CLIENTS));
        if (kind < 13) {
            resource.change(random);
        } else if (kind < 17) {
            purge(visitor, random.nextInt(4) == 0 ? "POST" : "PURGE");
        } else if (kind < 21) {
            resource.feel(random.nextBoolean() ? Resource.Mood.SICK : Resource.Mood.GONE);
            well = nth + 1 + random.nextInt(3);
        } else if (kind < 33) {
            Thread.sleep(50 + random.nextInt(1200));
        } else if (kind < 43) {
            breaksOff(visitor);
        } else if (kind < 53) {
            atOnce();
        } else if (kind < 57) {
            purgeWhileOneAsks();
        } else {
            ask(visitor, visitor.next(resource.path(), random));
        }
    }

    private void ask(Visitor visitor, Ask ask) {
        beginning(visitor, ask).run();
    }

    /** What is left to be done when it is known what may come; a response is seen as soon as it is there. */
    private Runnable beginning(Visitor visitor, Ask ask) {
        List<Floor> floors = floors(visitor);
        Optional<Held> held = visitor.held();
        return () -> {
            long begun = System.nanoTime();
            resource.tell("CLIENT of node " + visitor.node + " asks\n"
                    + ask.head().indent(6).stripTrailing());
            Got got = visitor.ask(ask);
            resource.tell("CLIENT of node " + visitor.node + " got\n"
                    + got.head().indent(6).stripTrailing());
            boolean mayFail = resource.unwellSince(begun - Duration.ofSeconds(1).toNanos());
            Optional<Edition> edition = judge.judge(new Asked(ask, profile(ask), floors, held, mayFail), got);
            edition.ifPresent(one -> saw(visitor, ask, one, got));
        };
    }

    private synchronized List<Floor> floors(Visitor visitor) {
        long now = System.nanoTime();
        int purged = purges.stream()
                .filter(purge -> purge.node() == visitor.node && now - purge.from() >= 0)
                .filter(purge -> purge.own() || !outages.between(purge.from() - HEARD_WITHIN.toNanos(), now))
                .mapToInt(Purge::number)
                .max()
                .orElse(0);
        List<Floor> floors = new ArrayList<>();
        addIfAny(floors, Invariant.SEEN, visitor.seen().number(outages));
        addIfAny(
                floors,
                Invariant.LAST,
                last.getOrDefault(visitor.node + " " + visitor.profile, new Seen())
                        .number(outages));
        addIfAny(floors, Invariant.PURGED, purged);
        return floors;
    }

    private static void addIfAny(List<Floor> floors, Invariant invariant, int number) {
        if (number > 0) {
            floors.add(new Floor(invariant, number));
        }
    }

    private synchronized void saw(Visitor visitor, Ask ask, Edition edition, Got got) {
        boolean whole = ask.method().equals("GET")
                && got.status() != 206
                && profile(ask).equals(visitor.profile);
        if (whole && got.status() == 200) {
            visitor.keep(edition, got);
        }
        // While the store is away nothing new is kept, and what it had is there again when it is back.
        boolean refused = got.value("Cache-Status").orElse("").contains("store-refused");
        boolean personal = visitor.profile.personal()
                || ask.value("Cookie").isPresent()
                || ask.value("Authorization").isPresent()
                || ask.value("Range").isPresent();
        if (whole && !personal && !refused && !Doubt.leaves(resource, ask, got)) {
            visitor.seen().add(edition);
            last.computeIfAbsent(visitor.node + " " + visitor.profile, unknown -> new Seen())
                    .add(edition);
        }
    }

    private Profile profile(Ask ask) {
        return ask.profile(resource.script.siteField());
    }

    private void atOnce() {
        List<CompletableFuture<Void>> all = new ArrayList<>();
        int first = random.nextInt(CLIENTS);
        for (int i = 0; i < CONCURRENT; i++) {
            Visitor visitor = visitors.get((first + i) % CLIENTS);
            Runnable work = beginning(visitor, visitor.next(resource.path(), random));
            all.add(CompletableFuture.runAsync(work, threads));
        }
        all.forEach(CompletableFuture::join);
    }

    /** What is under way when a purge begins is not for those who ask when it is done. */
    private void purgeWhileOneAsks() throws InterruptedException {
        Visitor slow = visitors.get(0);
        Visitor purging = visitors.get(visitors.size() - 1);
        Runnable work = beginning(slow, slow.next(resource.path(), random));
        CompletableFuture<Void> asked = CompletableFuture.runAsync(work, threads);
        Thread.sleep(random.nextInt(60));
        resource.change(random);
        purge(purging, "PURGE");
        ask(purging, purging.next(resource.path(), random));
        asked.join();
    }

    private void purge(Visitor visitor, String method) {
        int number = resource.edition();
        Got got = visitor.ask(new Ask(method, resource.path(), List.of(), Ask.ALL));
        String text = new String(got.body(), java.nio.charset.StandardCharsets.UTF_8);
        resource.tell(method + " at node " + visitor.node + ": " + got.status() + " " + text);
        if (got.status() < 200 || got.status() >= 300) {
            return;
        }
        tally.purge();
        long now = System.nanoTime();
        synchronized (this) {
            purges.add(new Purge(visitor.node, number, true, now));
            if (text.contains("every node")) {
                for (Visitor other : visitors) {
                    purges.add(new Purge(other.node, number, false, now + HEARD_WITHIN.toNanos()));
                }
            }
        }
    }

    private void breaksOff(Visitor visitor) throws InterruptedException {
        Optional<Ask> broken = visitor.broken(resource.path(), random);
        if (broken.isEmpty()) {
            return;
        }
        List<Floor> floors = floors(visitor);
        Got got = visitor.ask(broken.orElseThrow());
        resource.tell("CLIENT of node " + visitor.node + " leaves within\n"
                + got.head().indent(6).stripTrailing());
        boolean mayFail =
                resource.unwellSince(System.nanoTime() - Duration.ofSeconds(1).toNanos());
        Asked asked = new Asked(broken.orElseThrow(), profile(broken.orElseThrow()), floors, Optional.empty(), mayFail);
        judge.judge(asked, got);
        Optional<Edition> edition = resource.editions().keySet().stream()
                .filter(one ->
                        got.value("X-Edition").filter(one.label()::equals).isPresent())
                .findFirst();
        if (edition.isEmpty() || got.status() != 200) {
            return;
        }
        visitor.keep(edition.orElseThrow(), got);
        if (random.nextBoolean()) {
            resource.change(random);
        }
        if (random.nextInt(3) == 0) {
            purge(visitor, "PURGE");
        }
        if (random.nextInt(3) == 0) {
            Thread.sleep(random.nextInt(1200));
        }
        visitor.rest(resource.path()).ifPresent(ask -> ask(visitor, ask));
    }
}
