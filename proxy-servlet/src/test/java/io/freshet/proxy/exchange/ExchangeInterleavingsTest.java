package io.freshet.proxy.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.eclipse.jetty.http.HttpStatus;
import org.junit.jupiter.api.Test;

/**
 * Crowds of clients, an origin that may fail at any point, and all that could happen next in an order that a seed chooses. Each client
 * has one response in the end, whole or visibly cut; nothing is left open. {@code -Dexchange.seed=N} runs one seed again.
 */
class ExchangeInterleavingsTest {

    private static final int SEEDS = 2_000;
    private static final List<String> PATHS = List.of("/a", "/b");

    /** Otherwise these seeds prove nothing of it. */
    private static final Set<String> MUST_BE_MET = Set.of(
            "collapsed",
            "cut",
            "error",
            "hit",
            "left",
            "miss",
            "refreshed behind",
            "stood in for the origin",
            "validated");

    @Test
    void each_client_has_one_response_and_nothing_is_left_open() {
        Long one = Long.getLong("exchange.seed");
        Map<String, Integer> met = new TreeMap<>();
        for (long seed : one == null ? LongStream.range(0, SEEDS).toArray() : new long[] {one}) {
            try {
                run(seed, met);
            } catch (RuntimeException | AssertionError found) {
                throw new AssertionError("-Dexchange.seed=" + seed, found);
            }
        }
        if (one == null) {
            assertEquals(MUST_BE_MET, met.keySet(), "what clients met: " + met);
            met.forEach((outcome, times) -> assertTrue(times >= SEEDS / 100, outcome + " was met rarely: " + met));
        }
    }

    /** What a client asked for. */
    private record Asked(String method, String path) {}

    private static void run(long seed, Map<String, Integer> met) {
        boolean fails = seed % 2 == 1;
        try (ExchangeSimulation simulation = ExchangeSimulation.random(seed, fails)) {
            Map<RecordingSink, Asked> clients = new HashMap<>();
            int rounds = 1 + simulation.random.nextInt(3);
            for (int round = 0; round < rounds; round++) {
                crowd(simulation, clients, fails);
                simulation.turns.run();
                simulation.passTime();
            }
            check(simulation, clients, fails);
            clients.keySet().forEach(client -> met.merge(outcome(client), 1, Integer::sum));
            nothingIsLeft(simulation);
        }
    }

    private static void crowd(ExchangeSimulation simulation, Map<RecordingSink, Asked> clients, boolean leave) {
        int number = 1 + simulation.random.nextInt(6);
        for (int i = 0; i < number; i++) {
            simulation.turns.later(() -> {
                Asked asked = new Asked(
                        simulation.random.nextInt(8) == 0 ? "HEAD" : "GET",
                        PATHS.get(simulation.random.nextInt(PATHS.size())));
                RecordingSink client = simulation.random.nextInt(8) == 0
                        ? simulation.request(asked.method(), asked.path(), "Cache-Control", "no-cache")
                        : simulation.request(asked.method(), asked.path());
                clients.put(client, asked);
                if (leave && simulation.random.nextInt(4) == 0) {
                    simulation.turns.later(client::leave);
                }
            });
        }
        if (simulation.random.nextInt(4) == 0) {
            simulation.turns.later(simulation::passTime);
        }
    }

    private static String outcome(RecordingSink client) {
        if (client.hasLeft()) {
            return "left";
        }
        if (client.wasCut()) {
            return "cut";
        }
        String status = client.head().fields().get("Cache-Status");
        if (client.head().status() >= HttpStatus.INTERNAL_SERVER_ERROR_500) {
            return "error";
        }
        if (status.contains("stale-while-revalidate")) {
            return "refreshed behind";
        }
        if (status.contains("stale-if-error")) {
            return "stood in for the origin";
        }
        if (status.contains("collapsed")) {
            return "collapsed";
        }
        if (status.contains("fwd-status=304")) {
            return "validated";
        }
        return status.contains("hit") ? "hit" : "miss";
    }

    private static void check(ExchangeSimulation simulation, Map<RecordingSink, Asked> clients, boolean fails) {
        Map<String, Integer> readers = new HashMap<>();
        List<String> wrong = new ArrayList<>();
        clients.forEach((client, asked) -> {
            if (client.ends() != 1) {
                wrong.add(asked + " ended " + client.ends() + " times");
            } else if (!client.hasLeft()) {
                boolean answered = !client.wasCut() && client.head().status() == HttpStatus.OK_200;
                if (!answered && !fails) {
                    wrong.add(asked + " failed although the origin never did");
                }
                if (answered && asked.method().equals("GET")) {
                    if (!simulation.scripted.editions(asked.path()).contains(client.content())) {
                        wrong.add(asked + " got what the origin never sent: " + client.content());
                    }
                    readers.merge(client.content(), 1, Integer::sum);
                }
            }
        });
        readers.forEach((edition, times) -> {
            if (times > 1 && simulation.scripted.isPersonal(edition)) {
                wrong.add(times + " clients got " + edition);
            }
        });
        assertEquals(List.of(), wrong);
    }

    /** Every connection can be had again, and a request for each URL still comes to an end. */
    private static void nothingIsLeft(ExchangeSimulation simulation) {
        assertEquals(0, simulation.scripted.underWay(), "requests under way at the origin");
        assertEquals(0, simulation.queues.waiting(), "requests that wait for a connection");
        assertEquals(0, simulation.refreshes(), "refreshes under way");
        List<RecordingSink> probes = new ArrayList<>();
        int before = simulation.scripted.received();
        for (int i = 0; i < 2 * simulation.connections; i++) {
            probes.add(simulation.request("GET", "/probe" + i));
        }
        assertTrue(
                simulation.scripted.received() - before >= simulation.connections, "a connection was not given back");
        PATHS.forEach(path -> probes.add(simulation.request("GET", path)));
        simulation.turns.run();
        probes.forEach(probe -> assertEquals(1, probe.ends(), "a request after all others"));
    }
}
