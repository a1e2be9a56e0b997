package io.freshet.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.engine.collapsing.OriginFailure;
import io.freshet.engine.response.Step.Answer;
import io.freshet.engine.response.Step.Await;
import io.freshet.engine.response.Step.Fetch;
import io.freshet.engine.response.Step.Received;
import io.freshet.engine.response.Step.Relay;
import io.freshet.policy.Ending;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Hits, misses, validations and failures. */
class CacheEngineTest extends EngineFixture {

    @Test
    void aFetchedResponseAnswersTheNextRequestWithItsAge() {
        store("Cache-Control: max-age=60", "content");
        clock.advance(Duration.ofSeconds(10));

        Answer answer = answered(engine.begin(get(), false));

        assertThat(text(answer)).isEqualTo("content");
        assertThat(answer.head().fields().get("Age")).isEqualTo("10");
        assertThat(answer.head().fields().get("X-Cache")).isEqualTo("HIT");
        assertThat(answer.head().fields().get("Cache-Status")).isEqualTo("Freshet; hit; ttl=50");
        assertThat(answer.head().fields().get("Content-Length")).isEqualTo("7");
    }

    @Test
    void aHeadIsAnsweredFromAStoredGet() {
        store("Cache-Control: max-age=60", "content");

        Answer answer = answered(engine.begin(request("HEAD"), false));

        assertThat(answer.content().hasNext()).isFalse();
        assertThat(answer.head().fields().get("Content-Length")).isEqualTo("7");
    }

    @Test
    void aClientsConditionIsAnsweredFromTheStore() {
        store("Cache-Control: max-age=60|ETag: \"v\"", "content");

        Answer answer = answered(engine.begin(get("If-None-Match: \"v\""), false));

        assertThat(answer.head().status()).isEqualTo(304);
        assertThat(answer.content().hasNext()).isFalse();
    }

    @Test
    void aClientsConditionIsNotSentOnAndIsAnsweredFromWhatComes() {
        Fetch fetch = fetched(engine.begin(get("If-None-Match: \"v\""), false));
        assertThat(fetch.originFields().contains("If-None-Match")).isFalse();

        Relay relay = relayed(fetch.onHead(response(200, "Cache-Control: max-age=60|ETag: \"v\""), Ending.DELIMITED));

        assertThat(relay.head().status()).isEqualTo(304);
        assertThat(relay.withContent()).isFalse();
        assertThat(relay.fill().storing()).isTrue();
    }

    @Test
    void aStaleResponseIsConfirmedByA304AndFreshAgain() {
        store("Cache-Control: max-age=60|ETag: \"v\"", "content");
        clock.advance(Duration.ofSeconds(61));

        Fetch fetch = fetched(engine.begin(get(), false));
        assertThat(fetch.originFields().get("If-None-Match")).isEqualTo("\"v\"");
        Answer confirmed = answered(
                fetch.onHead(response(304, "Cache-Control: max-age=60|ETag: \"v\"|X-New: 1"), Ending.DELIMITED));

        assertThat(text(confirmed)).isEqualTo("content");
        assertThat(confirmed.head().fields().get("X-Cache")).isEqualTo("HIT");
        assertThat(confirmed.head().fields().get("Cache-Status"))
                .isEqualTo("Freshet; fwd=stale; fwd-status=304; ttl=60");
        Answer next = answered(engine.begin(get(), false));
        assertThat(next.head().fields().get("Cache-Status")).startsWith("Freshet; hit");
        assertThat(next.head().fields().get("X-New")).isEqualTo("1");
    }

    @Test
    void a304ForAnotherVersionIsFollowedByAFetchOfTheWhole() {
        store("Cache-Control: max-age=60|ETag: \"v\"", "content");
        clock.advance(Duration.ofSeconds(61));

        Received step = fetched(engine.begin(get(), false)).onHead(response(304, "ETag: \"other\""), Ending.DELIMITED);

        assertThat(fetched(step).originFields().contains("If-None-Match")).isFalse();
    }

    @Test
    void a304ThatForbidsStoringIsServedOnceAndForgotten() {
        store("Cache-Control: max-age=60|ETag: \"v\"", "content");
        clock.advance(Duration.ofSeconds(61));

        Received step = fetched(engine.begin(get(), false))
                .onHead(response(304, "Cache-Control: private|ETag: \"v\""), Ending.DELIMITED);

        assertThat(text(answered(step))).isEqualTo("content");
        assertThat(engine.begin(get(), false)).isInstanceOf(Fetch.class);
    }

    @Test
    void aStaleResponseStandsInForAFailingOriginWhereItSaysSo() {
        store("Cache-Control: max-age=60, stale-if-error=600|ETag: \"v\"", "content");
        clock.advance(Duration.ofSeconds(100));

        Received onError = fetched(engine.begin(get(), false)).onHead(response(503, ""), Ending.DELIMITED);
        Answer onSilence = fetched(engine.begin(get(), false)).onFailure(OriginFailure.TIMEOUT);

        assertThat(text(answered(onError))).isEqualTo("content");
        assertThat(text(onSilence)).isEqualTo("content");
        assertThat(onSilence.head().fields().get("Cache-Status"))
                .isEqualTo("Freshet; fwd=stale; ttl=-40; detail=stale-if-error");
    }

    @Test
    void aFailingOriginIsToldApartByStatusAndReason() {
        for (OriginFailure failure : OriginFailure.values()) {
            Answer answer = fetched(engine.begin(get(), false)).onFailure(failure);
            assertThat(answer.head().status()).isEqualTo(failure.status());
            assertThat(answer.head().fields().get("Cache-Status"))
                    .isEqualTo(
                            "Freshet; fwd=uri-miss; detail=" + failure.reason().token());
            assertThat(answer.head().fields().contains("Retry-After"))
                    .isEqualTo(failure == OriginFailure.BUSY
                            || failure == OriginFailure.QUEUE_TIMEOUT
                            || failure == OriginFailure.UNHEALTHY);
        }
    }

    @Test
    void anUnsafeRequestThatSucceedsInvalidatesWhatItNames() {
        store("Cache-Control: max-age=60", "content");

        fetched(engine.begin(request("POST"), true)).onHead(response(500, ""), Ending.DELIMITED);
        assertThat(engine.begin(get(), false)).isInstanceOf(Answer.class);
        fetched(engine.begin(request("POST"), true)).onHead(response(200, ""), Ending.DELIMITED);
        assertThat(engine.begin(get(), false)).isInstanceOf(Fetch.class);
    }

    @Test
    void aRequestWithContentHasNoPartInTheCache() {
        store("Cache-Control: max-age=60", "content");

        Fetch fetch = fetched(engine.begin(get(), true));
        Relay relay = relayed(fetch.onHead(response(200, "Cache-Control: max-age=60"), Ending.DELIMITED));

        assertThat(relay.head().fields().get("Cache-Status")).startsWith("Freshet; fwd=bypass");
    }

    @Test
    void onlyIfCachedIsA504WhereNothingIsStored() {
        Answer answer = answered(engine.begin(get("Cache-Control: only-if-cached"), false));

        assertThat(answer.head().status()).isEqualTo(504);
        assertThat(answer.head().fields().get("Cache-Status")).isEqualTo("Freshet; detail=only-if-cached");
    }

    @Test
    void aResponseThatMayNotBeStoredSaysWhy() {
        Relay relay = relayed(
                fetched(engine.begin(get(), false)).onHead(response(200, "Cache-Control: no-store"), Ending.DELIMITED));

        assertThat(relay.fill().storing()).isFalse();
        assertThat(relay.head().fields().get("Cache-Status"))
                .isEqualTo("Freshet; fwd=uri-miss; fwd-status=200; detail=no-store");
    }

    @Test
    void theMembersOfCachesNearerTheOriginComeFirst() {
        Relay relay = relayed(fetched(engine.begin(get(), false))
                .onHead(response(200, "Cache-Control: max-age=60|Cache-Status: Inner; hit"), Ending.DELIMITED));

        assertThat(relay.head().fields().getValuesList("Cache-Status"))
                .containsExactly("Inner; hit", "Freshet; fwd=uri-miss; fwd-status=200; stored");
    }

    private void store(String fields, String content) {
        Relay relay = relayed(fetched(engine.begin(get(), false)).onHead(response(200, fields), Ending.DELIMITED));
        relay.fill().write(ByteBuffer.wrap(content.getBytes(StandardCharsets.US_ASCII)));
        relay.fill().end();
    }

    private static Answer answered(Object step) {
        assertThat(step).isInstanceOf(Answer.class);
        return (Answer) step;
    }

    private static Fetch fetched(Object step) {
        assertThat(step).isInstanceOf(Fetch.class);
        return (Fetch) step;
    }

    private static Relay relayed(Object step) {
        assertThat(step).isInstanceOf(Relay.class);
        return (Relay) step;
    }

    @Test
    void anOriginThatFailsForACrowdIsAskedTwice() {
        Fetch first = (Fetch) engine.begin(get(), false);
        Await second = (Await) engine.begin(get(), false);
        Await third = (Await) engine.begin(get(), false);
        second.whenDecided(() -> {});
        third.whenDecided(() -> {});

        first.onFailure(OriginFailure.INVALID);
        Fetch again = (Fetch) second.next();
        Await waits = (Await) third.next();
        waits.whenDecided(() -> {});
        again.onFailure(OriginFailure.INVALID);

        assertThat(((Answer) waits.next()).head().status()).isEqualTo(502);
    }

    @Test
    void anOriginThatCannotBeReachedFailsForAllAtOnce() {
        Fetch first = (Fetch) engine.begin(get(), false);
        Await second = (Await) engine.begin(get(), false);
        second.whenDecided(() -> {});

        first.onFailure(OriginFailure.REFUSED);

        assertThat(((Answer) second.next()).head().status()).isEqualTo(502);
    }
}
