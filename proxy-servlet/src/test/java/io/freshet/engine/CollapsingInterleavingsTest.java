package io.freshet.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.engine.collapsing.ArrivingContent.Next;
import io.freshet.engine.collapsing.OriginFailure;
import io.freshet.engine.response.Step;
import io.freshet.engine.response.Step.Answer;
import io.freshet.engine.response.Step.Await;
import io.freshet.engine.response.Step.Fetch;
import io.freshet.engine.response.Step.Relay;
import io.freshet.engine.response.Step.Stream;
import io.freshet.engine.rules.EngineSettings;
import io.freshet.engine.storing.CacheFill;
import io.freshet.http.HttpDate;
import io.freshet.http.RequestHead;
import io.freshet.http.ResponseHead;
import io.freshet.policy.Ending;
import io.freshet.policy.PolicySettings;
import io.freshet.store.CacheStore;
import io.freshet.store.TestClock;
import io.freshet.store.memory.MemoryStore;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Crowds for one URL in random order: clients that accept different codings, that have cookies, for whom the origin fails, who leave
 * before they have their answer or before they are asked for. Each client has its own answer in the end, and the origin is asked no
 * more often than it must be.
 */
class CollapsingInterleavingsTest {

    private static final int CROWDS = 400;
    private static final int CLIENTS = 14;
    private static final List<String> CODINGS = List.of("gzip", "br", "identity");

    /** What the origin's responses are like. */
    enum Origin {
        STATED("Cache-Control: max-age=60", false),
        STATED_VARYING("Cache-Control: max-age=60|Vary: Accept-Encoding", false),
        GUESSED("Last-Modified: Thu, 01 Jan 2015 00:00:00 GMT", false),
        GUESSED_VARYING("Last-Modified: Thu, 01 Jan 2015 00:00:00 GMT|Vary: Accept-Encoding", false),
        PERSONAL_WITH_COOKIE("Cache-Control: max-age=60|Vary: Accept-Encoding", true);

        private final String fields;
        private final boolean personal;

        Origin(String fields, boolean personal) {
            this.fields = fields;
            this.personal = personal;
        }

        boolean varies() {
            return fields.contains("Vary");
        }

        boolean personal(Client client) {
            return client.cookie && personal;
        }

        /** Whether all those with cookies may have what others have. */
        boolean shares() {
            return fields.contains("max-age") && !personal;
        }

        String fields(Client client) {
            return personal(client) ? "Cache-Control: private" : fields;
        }

        String content(Client client) {
            return personal(client) ? "for " + client.number : forAll(client);
        }

        /** It says nothing of cookies in {@code Vary}. */
        String forAll(Client client) {
            return (varies() ? client.coding : "any") + " for all";
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyClientHasItsOwnAnswerAndNoneIsStuck(Origin origin) {
        IntStream.range(0, CROWDS).forEach(seed -> new Crowds(origin, seed).run());
    }

    private static final class Client {

        private final int number;
        private final String coding;
        private final boolean cookie;
        private final boolean poison;
        private final StringBuilder text = new StringBuilder();
        private Optional<Step> step = Optional.empty();
        private boolean woken;
        private boolean begun;
        private boolean left;
        private boolean done;

        Client(int number, Random random) {
            this.number = number;
            poison = random.nextInt(4) == 0;
            // What the origin does to one of them it does to all.
            coding = poison ? "gzip" : CODINGS.get(random.nextInt(CODINGS.size()));
            cookie = !poison && random.nextInt(4) == 0;
        }

        RequestHead request() {
            return EngineFixture.get(
                    "Accept-Encoding: " + coding, cookie ? "Cookie: c=" + number : "", poison ? "X-Poison: 1" : "");
        }
    }

    private static final class Crowds {

        private final Origin origin;
        private final int seed;
        private final Random random;
        private final TestClock clock = new TestClock(Instant.parse("2026-01-01T00:00:00Z"));
        private final CacheStore store = new MemoryStore(1 << 20, 1 << 16, 8, clock);
        private final CacheEngine engine =
                new CacheEngine(store, PolicySettings.DEFAULT, EngineSettings.forOrigin(EngineFixture.ORIGIN), clock);
        private final List<Client> clients;
        private final List<Relay> relays = new ArrayList<>();
        private final List<String> contents = new ArrayList<>();
        private int asked;
        private int askedWithCookie;

        Crowds(Origin origin, int seed) {
            this.origin = origin;
            this.seed = seed;
            random = new Random(seed);
            clients = IntStream.range(0, CLIENTS)
                    .mapToObj(number -> new Client(number, random))
                    .toList();
        }

        void run() {
            try (store;
                    engine) {
                for (int turns = 0; turns < 10_000 && !isOver(); turns++) {
                    int turn = random.nextInt(CLIENTS + relays.size());
                    if (turn < CLIENTS) {
                        turn(clients.get(turn));
                    } else {
                        finish(turn - CLIENTS);
                    }
                }
                check();
            }
        }

        private boolean isOver() {
            return relays.isEmpty() && clients.stream().allMatch(client -> client.done);
        }

        private void turn(Client client) {
            if (client.done) {
                return;
            }
            if (!client.begun) {
                client.begun = true;
                go(client, engine.begin(client.request(), false));
            } else if (client.step.orElseThrow() instanceof Fetch fetch) {
                ask(client, fetch);
            } else if (client.step.orElseThrow() instanceof Await follow) {
                follow(client, follow);
            } else {
                read(client, (Stream) client.step.orElseThrow());
            }
        }

        private void go(Client client, Step step) {
            client.step = Optional.of(step);
            client.woken = false;
            if (step instanceof Await follow) {
                follow.whenDecided(() -> client.woken = true);
            } else if (step instanceof Answer answer) {
                answered(client, answer);
            }
        }

        private void answered(Client client, Answer answer) {
            client.text.append(EngineFixture.text(answer));
            client.done = true;
        }

        private void ask(Client client, Fetch fetch) {
            if (random.nextInt(10) == 0) {
                fetch.abandon();
                client.left = true;
                client.done = true;
            } else if (client.poison) {
                answered(client, fetch.onFailure(OriginFailure.INVALID));
            } else {
                count(client);
                HeadAndContent sent = new HeadAndContent(origin.fields(client), origin.content(client));
                Relay relay = (Relay) fetch.onHead(sent.head(clock), Ending.DELIMITED);
                relay.fill().write(bytes(sent.content().substring(0, 2)));
                relays.add(relay);
                contents.add(sent.content().substring(2));
                client.text.append(sent.content());
                client.done = true;
            }
        }

        private void count(Client client) {
            if (client.cookie && !origin.shares()) {
                askedWithCookie++;
            } else {
                asked++;
            }
        }

        private void finish(int index) {
            CacheFill fill = relays.remove(index).fill();
            fill.write(bytes(contents.remove(index)));
            fill.end();
        }

        private void follow(Client client, Await follow) {
            if (random.nextInt(20) == 0) {
                follow.leave();
                client.left = true;
                client.done = true;
            } else if (client.woken) {
                go(client, follow.next());
            }
        }

        private void read(Client client, Stream stream) {
            Next next = stream.content().next(() -> {});
            if (next instanceof Next.Piece piece) {
                client.text.append(
                        StandardCharsets.US_ASCII.decode(piece.bytes().duplicate()));
            } else if (!(next instanceof Next.Later)) {
                assertThat(next).as("seed %s", seed).isInstanceOf(Next.End.class);
                stream.content().close();
                client.done = true;
            }
        }

        private void check() {
            assertThat(clients).as("seed %s: none is stuck", seed).allSatisfy(client -> assertThat(client.done)
                    .isTrue());
            for (Client client : clients) {
                if (!client.left && !client.poison) {
                    assertThat(client.text.toString())
                            .as("seed %s, client %s", seed, client.number)
                            .isIn(origin.content(client), origin.forAll(client));
                }
            }
            long variants = origin.varies() ? CODINGS.size() : 1;
            assertThat(asked).as("seed %s: one request for each variant", seed).isLessThanOrEqualTo((int) variants);
            assertThat(askedWithCookie)
                    .as("seed %s: those with cookies for themselves", seed)
                    .isLessThanOrEqualTo((int)
                            clients.stream().filter(client -> client.cookie).count());
        }

        private static ByteBuffer bytes(String text) {
            return EngineFixture.bytes(text);
        }
    }

    private record HeadAndContent(String fields, String content) {

        ResponseHead head(TestClock clock) {
            return new ResponseHead(
                    200,
                    EngineFixture.fields(fields + "|Content-Length: " + content.length() + "|Date: "
                            + HttpDate.format(clock.instant())));
        }
    }
}
