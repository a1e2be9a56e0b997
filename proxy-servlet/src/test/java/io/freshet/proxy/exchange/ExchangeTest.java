package io.freshet.proxy.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.freshet.proxy.exchange.Script.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What one exchange comes to, each in many orders of all that could happen next. */
class ExchangeTest {

    private static final int ORDERS = 40;

    private static void inAnyOrder(Consumer<ExchangeSimulation> scenario, Script... scripts) {
        for (long seed = 0; seed < ORDERS; seed++) {
            try (ExchangeSimulation simulation = ExchangeSimulation.of(seed, scripts)) {
                scenario.accept(simulation);
            } catch (AssertionError found) {
                throw new AssertionError("order " + seed, found);
            }
        }
    }

    private static RecordingSink ask(ExchangeSimulation simulation) {
        RecordingSink client = simulation.request("GET", "/a");
        simulation.turns.run();
        assertEquals(1, client.ends());
        return client;
    }

    private static void assertTold(RecordingSink client, int status, String... members) {
        assertEquals(status, client.head().status());
        String told = client.head().fields().get("Cache-Status");
        List.of(members).forEach(member -> assertTrue(told.contains(member), told));
    }

    @Test
    void a_miss_is_stored_and_answers_the_next() {
        inAnyOrder(
                simulation -> {
                    RecordingSink first = ask(simulation);
                    RecordingSink second = ask(simulation);
                    assertTold(first, 200, "fwd=uri-miss", "stored");
                    assertTold(second, 200, "hit");
                    assertEquals(first.content(), second.content());
                    assertEquals(1, simulation.scripted.received());
                },
                Script.answer("max-age=60"));
    }

    @Test
    void those_that_ask_at_once_share_one_fetch() {
        inAnyOrder(
                simulation -> {
                    List<RecordingSink> clients = new ArrayList<>();
                    for (int i = 0; i < 8; i++) {
                        simulation.turns.later(() -> clients.add(simulation.request("GET", "/a")));
                    }
                    simulation.turns.run();
                    clients.forEach(client -> assertEquals(clients.get(0).content(), client.content()));
                    assertEquals(1, simulation.scripted.received());
                },
                Script.answer("max-age=60"));
    }

    @Test
    void those_that_ask_at_once_have_a_personal_response_each() {
        inAnyOrder(
                simulation -> {
                    List<RecordingSink> clients = new ArrayList<>();
                    for (int i = 0; i < 4; i++) {
                        simulation.turns.later(() -> clients.add(simulation.request("GET", "/a")));
                    }
                    simulation.turns.run();
                    assertEquals(
                            4,
                            clients.stream()
                                    .map(RecordingSink::content)
                                    .distinct()
                                    .count());
                },
                Script.answer("private"));
    }

    @Test
    void what_is_stale_is_validated() {
        inAnyOrder(
                simulation -> {
                    RecordingSink first = ask(simulation);
                    simulation.passTime(61);
                    RecordingSink second = ask(simulation);
                    assertTold(second, 200, "fwd=stale", "fwd-status=304");
                    assertEquals(first.content(), second.content());
                },
                Script.answer("max-age=60"),
                Script.confirmation("max-age=60"));
    }

    @Test
    void what_may_be_stale_answers_and_is_refreshed_behind() {
        inAnyOrder(
                simulation -> {
                    RecordingSink first = ask(simulation);
                    simulation.passTime(61);
                    RecordingSink stale = ask(simulation);
                    RecordingSink fresh = ask(simulation);
                    assertEquals(first.content(), stale.content());
                    assertTold(stale, 200, "hit", "stale-while-revalidate");
                    assertTold(fresh, 200, "hit");
                    assertTrue(!fresh.content().equals(first.content()), fresh.content());
                    assertEquals(2, simulation.scripted.received());
                    assertEquals(0, simulation.refreshes());
                },
                Script.answer("max-age=60, stale-while-revalidate=60"));
    }

    @Test
    void what_is_stored_stands_in_for_an_error() {
        inAnyOrder(
                simulation -> {
                    RecordingSink first = ask(simulation);
                    simulation.passTime(61);
                    RecordingSink second = ask(simulation);
                    assertTold(second, 200, "fwd-status=503", "stale-if-error");
                    assertEquals(first.content(), second.content());
                },
                Script.answer("max-age=60, stale-if-error=600"),
                Script.error(503));
    }

    @Test
    void a_connection_that_closes_without_an_answer_is_tried_once_more() {
        inAnyOrder(
                simulation -> {
                    assertTold(ask(simulation), 200, "fwd=uri-miss");
                    assertEquals(2, simulation.scripted.received());
                },
                Script.failure(Failure.BEFORE_HEAD),
                Script.answer("max-age=60"));
    }

    @Test
    void an_origin_that_does_not_answer_twice_is_told() {
        inAnyOrder(
                simulation -> {
                    int status = ask(simulation).head().status();
                    assertTrue(status == 502 || status == 504, "" + status);
                    assertTrue(simulation.scripted.received() <= 2);
                },
                Script.failure(Failure.BEFORE_HEAD));
    }

    @Test
    void a_response_that_breaks_off_is_cut_and_not_stored() {
        inAnyOrder(
                simulation -> {
                    RecordingSink first = ask(simulation);
                    assertTrue(first.wasCut()
                            || first.head().status() == 502
                            || first.head().status() == 504);
                    assertTold(ask(simulation), 200, "fwd=uri-miss");
                },
                Script.failure(Failure.IN_CONTENT),
                Script.answer("max-age=60"));
    }

    @Test
    void a_client_that_leaves_alone_leaves_the_next_a_fetch_of_its_own() {
        inAnyOrder(
                simulation -> {
                    RecordingSink leaving = simulation.request("GET", "/a");
                    simulation.turns.later(leaving::leave);
                    simulation.turns.run();
                    assertEquals(1, leaving.ends());
                    assertEquals(200, ask(simulation).head().status());
                },
                Script.answer("max-age=60"));
    }
}
