package io.freshet.proxy.admission;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.engine.CacheEngine;
import io.freshet.engine.response.CachedHit;
import io.freshet.engine.response.Step.Fetch;
import io.freshet.engine.response.Step.Relay;
import io.freshet.engine.rules.EngineSettings;
import io.freshet.http.RequestHead;
import io.freshet.http.ResponseHead;
import io.freshet.policy.Ending;
import io.freshet.policy.PolicySettings;
import io.freshet.proxy.admission.ReadyAnswers.Ready;
import io.freshet.store.memory.MemoryStore;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.util.stream.IntStream;
import org.eclipse.jetty.http.HttpFields;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** The table is bounded in places and bytes, and keeps what comes again. */
class ReadyAnswersTest {

    private static final String ORIGIN = "http://origin.example";

    @AutoClose
    private final MemoryStore store = new MemoryStore(1 << 20, 1 << 16, 8, Clock.systemUTC());

    private final CacheEngine engine =
            new CacheEngine(store, PolicySettings.DEFAULT, EngineSettings.forOrigin(ORIGIN), Clock.systemUTC());

    private Ready answer(ClientRequest request, int characters) {
        RequestHead head = new RequestHead("GET", ORIGIN + request.path(), HttpFields.from());
        HttpFields fields = HttpFields.build()
                .add("Cache-Control", "max-age=60")
                .add("X", "x".repeat(characters))
                .asImmutable();
        Relay relay =
                (Relay) ((Fetch) engine.begin(head, false)).onHead(new ResponseHead(200, fields), Ending.DELIMITED);
        relay.fill().write(ByteBuffer.allocate(1));
        relay.fill().end();
        CachedHit hit = engine.ready(head).orElseThrow().hit();
        return Ready.of(RequestFingerprint.of(request, name -> false), hit, hit.head());
    }

    private static long kept(ReadyAnswers table, int requests) {
        return IntStream.range(0, requests)
                .filter(i -> table.of(TestRequest.get("/" + i)).isPresent())
                .count();
    }

    @Test
    void keeps_no_more_bytes_than_it_may() {
        ReadyAnswers table = new ReadyAnswers(1000, 100_000);
        for (int i = 0; i < 200; i++) {
            ClientRequest request = TestRequest.get("/" + i);
            table.keep(request, answer(request, 1000));
        }
        // An answer takes some 5,000 bytes.
        assertThat(kept(table, 200)).isBetween(10L, 25L);
    }

    @Test
    void makes_room_for_what_comes_later() {
        ReadyAnswers table = new ReadyAnswers(1000, 20_000);
        int found = 0;
        for (int i = 0; i < 200; i++) {
            ClientRequest request = TestRequest.get("/" + i);
            table.keep(request, answer(request, 100));
            found += table.of(request).isPresent() ? 1 : 0;
        }
        assertThat(found).isGreaterThan(20);
    }

    @Test
    void keeps_nothing_that_is_larger_than_all_of_it() {
        ReadyAnswers table = new ReadyAnswers(1000, 10_000);
        ClientRequest request = TestRequest.get("/");
        table.keep(request, answer(request, 8000));
        assertThat(table.of(request)).isEmpty();
    }

    @Test
    void lets_what_is_too_large_drive_nothing_out() {
        ReadyAnswers table = new ReadyAnswers(1000, 20_000);
        ClientRequest small = TestRequest.get("/small");
        table.keep(small, answer(small, 100));
        for (int i = 0; i < 100; i++) {
            ClientRequest large = TestRequest.get("/" + i);
            table.keep(large, answer(large, 5000));
            assertThat(table.of(large)).isEmpty();
        }
        assertThat(table.of(small)).isPresent();
    }

    @Test
    void has_no_place_where_none_is_asked_for() {
        ReadyAnswers table = new ReadyAnswers(0, 10_000);
        ClientRequest request = TestRequest.get("/");
        assertThat(table.of(request)).isEmpty();
        assertThat(table.comesAgain(request)).isFalse();
        assertThat(table.comesAgain(request)).isFalse();
    }

    @Test
    void knows_what_comes_again() {
        ReadyAnswers table = new ReadyAnswers(1000, 1 << 20);
        assertThat(table.comesAgain(TestRequest.get("/a"))).isFalse();
        assertThat(table.comesAgain(TestRequest.get("/b"))).isFalse();
        assertThat(table.comesAgain(TestRequest.get("/a"))).isTrue();
        assertThat(table.comesAgain(TestRequest.get("/a"))).isTrue();
    }
}
