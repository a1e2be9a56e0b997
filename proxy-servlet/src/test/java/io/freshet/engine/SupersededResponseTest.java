package io.freshet.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import io.freshet.engine.collapsing.OriginFailure;
import io.freshet.engine.response.Step;
import io.freshet.engine.response.Step.Answer;
import io.freshet.engine.response.Step.Fetch;
import io.freshet.engine.response.Step.Received;
import io.freshet.engine.response.Step.Refresh;
import io.freshet.engine.response.Step.Relay;
import io.freshet.http.RequestHead;
import io.freshet.policy.Ending;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the origin said last counts (RFC 9111 §4.3.3, docs/decisions/0049). */
class SupersededResponseTest extends EngineFixture {

    private static final String STALE_FOR_LONG =
            "Cache-Control: max-age=60, stale-while-revalidate=600, stale-if-error=600|ETag: \"v\"";

    @BeforeEach
    void storeAndLetItBecomeStale() {
        fill(get(), 200, STALE_FOR_LONG, "old");
        clock.advance(Duration.ofSeconds(70));
    }

    private boolean servesOld() {
        return engine.begin(get(), false) instanceof Answer answer
                && text(answer).equals("old");
    }

    private Received refreshed(RequestHead request, int status, String fields) {
        Refresh refresh = answered(request).behind().orElseThrow();
        Received step = refresh.fetch().onHead(response(status, fields), Ending.DELIMITED);
        refresh.done().run();
        return step;
    }

    private Received reloaded(RequestHead request, int status, String fields) {
        return ((Fetch) engine.begin(request, false)).onHead(response(status, fields), Ending.DELIMITED);
    }

    @ParameterizedTest(name = "{argumentSetName}")
    @MethodSource("unstorable")
    void aRefreshThatBringsSomethingElseEndsWhatIsStored(int status, String fields) {
        refreshed(get(), status, fields);

        assertThat(servesOld()).isFalse();
    }

    @ParameterizedTest(name = "{argumentSetName}")
    @MethodSource("unstorable")
    void aReloadThatBringsSomethingElseEndsWhatIsStored(int status, String fields) {
        reloaded(get("Cache-Control: no-cache"), status, fields);

        Fetch next = (Fetch) engine.begin(get(), false);
        assertThat(next.onHead(response(503, ""), Ending.DELIMITED)).isInstanceOf(Relay.class);
    }

    static Stream<Arguments> unstorable() {
        return Stream.of(
                argumentSet("RFC 9111 §5.2.2.5: no-store", 200, "Cache-Control: no-store"),
                argumentSet("RFC 9111 §5.2.2.7: private", 200, "Cache-Control: private, max-age=60"),
                argumentSet("RFC 9111 §7.3: Set-Cookie", 200, "Set-Cookie: s=1|ETag: \"w\""),
                argumentSet("RFC 9111 §4.1: Vary: *", 200, "Cache-Control: max-age=60|Vary: *"),
                argumentSet("RFC 9110 §15.4.2: moved", 301, "Cache-Control: no-store|Location: /b"),
                argumentSet("RFC 9110 §15.5.5: not found", 404, ""),
                argumentSet("RFC 9110 §15.5.11: gone", 410, "Cache-Control: no-cache"),
                argumentSet("RFC 9111 §4.3.4: confirmed, and not to be stored", 304, "Cache-Control: no-store"));
    }

    @ParameterizedTest
    @ValueSource(ints = {302, 303, 307, 401, 403, 451})
    void whatMayDependOnTheClientIsAskedAgainWithoutOne(int status) {
        Received own = refreshed(get("X-Forwarded-For: 192.0.2.1"), status, "Location: /login");

        assertThat(servesOld()).isTrue();
        assertThat(((Fetch) own).originFields().contains("X-Forwarded-For")).isFalse();
        assertThat(((Fetch) own).originFields().get("If-None-Match")).isEqualTo("\"v\"");
        ((Fetch) own).onHead(response(status, "Location: /login"), Ending.DELIMITED);
        assertThat(servesOld()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 403, 404, 405, 406, 410, 413, 414, 431, 500, 503})
    void anOddClientEndsNothing(int status) {
        Received own = refreshed(get("X-Odd: 1"), status, "");

        ((Fetch) own).onHead(response(304, "ETag: \"v\"|Cache-Control: max-age=60"), Ending.DELIMITED);
        assertThat(answered(get()).head().fields().get("Cache-Status")).contains("hit; ttl=60");
    }

    @Test
    void anOddClientsReloadIsFollowedByTheCachesOwn() {
        Refresh own = ((Relay) reloaded(get("Cache-Control: no-cache", "X-Odd: 1"), 404, ""))
                .behind()
                .orElseThrow();

        assertThat(own.fetch().originFields().contains("X-Odd")).isFalse();
        assertThat(own.fetch().originFields().contains("Cache-Control")).isFalse();
        assertThat(servesOld()).isTrue();
        own.fetch().onHead(response(404, ""), Ending.DELIMITED);
        own.done().run();
        assertThat(servesOld()).isFalse();
    }

    @Test
    void theCacheAsksOnlyOnceInAWhile() {
        assertThat(((Relay) reloaded(get("Cache-Control: no-cache", "X-Odd: 1"), 404, "")).behind())
                .isPresent();
        assertThat(((Relay) reloaded(get("Cache-Control: no-cache", "X-Odd: 2"), 404, "")).behind())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Cookie: s=1",
                "Authorization: Basic eDp5",
                "Cache-Control: no-cache, no-store",
                "Range: bytes=0-1"
            })
    void whatIsDueToOneRequestEndsNothing(String field) {
        Step step = engine.begin(get(field), false);
        Fetch fetch = step instanceof Fetch foreground
                ? foreground
                : ((Answer) step).behind().orElseThrow().fetch();
        fetch.onHead(response(200, "Cache-Control: private"), Ending.DELIMITED);

        assertThat(servesOld()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 502, 503, 504, 505, 599})
    void aFailureEndsNothing(int status) {
        refreshed(get(), status, "");

        assertThat(servesOld()).isTrue();
    }

    /** A window in which every request asks the origin again would be a loop. */
    @Test
    void aRefreshInVainIsRememberedForRequestsLikeIt() {
        refreshed(get("Cookie: s=1"), 200, "Cache-Control: private");

        assertThat(answered(get("Cookie: s=1")).behind()).isEmpty();
        answered(get("Cookie: s=2")).behind().orElseThrow().done().run();
        assertThat(answered(get()).behind()).isPresent();
    }

    @Test
    void soIsOneThatFailed() {
        Refresh refresh = answered(get()).behind().orElseThrow();
        refresh.fetch().failed(OriginFailure.REFUSED);
        refresh.done().run();

        assertThat(answered(get()).behind()).isEmpty();
    }

    @Test
    void aReloadWithANewEditionReplaces() {
        fill(get("Cache-Control: no-cache", "X-Odd: 1"), 200, "Cache-Control: max-age=60", "new");

        assertThat(text(answered(get()))).isEqualTo("new");
    }

    /** Else the old page would be back when the error has gone. */
    @Test
    void anErrorThatIsStoredBesideItEndsIt() {
        fill(
                get("Accept-Encoding: gzip", "Cache-Control: no-cache"),
                200,
                STALE_FOR_LONG + "|Vary: Accept-Encoding",
                "old");
        clock.advance(Duration.ofSeconds(70));
        fill(get("Accept-Encoding: gzip", "Cache-Control: no-cache"), 404, "Cache-Control: max-age=5", "gone");
        assertThat(text(answered(get("Accept-Encoding: gzip")))).isEqualTo("gone");
        clock.advance(Duration.ofSeconds(10));

        assertThat(engine.begin(get("Accept-Encoding: gzip"), false)).isInstanceOf(Fetch.class);
    }

    @Test
    void aSignedInVisitorsHeadEndsNothing() {
        RequestHead head = request("HEAD", "Cache-Control: no-cache", "Cookie: s=1");
        ((Fetch) engine.begin(head, false)).onHead(response(200, "Content-Length: 9"), Ending.DELIMITED);

        assertThat(servesOld()).isTrue();
    }

    @Test
    void anErrorToHeadSaysNothingOfGet() {
        ((Fetch) engine.begin(request("HEAD", "Cache-Control: no-cache"), false))
                .onHead(response(404, ""), Ending.DELIMITED);

        assertThat(servesOld()).isTrue();
    }

    @Test
    void aSignedInVisitorsConfirmationEndsNothing() {
        Fetch fetch = (Fetch) engine.begin(get("Cache-Control: no-cache", "Cookie: s=1"), false);
        assertThat(fetch.onHead(response(304, "Cache-Control: private"), Ending.DELIMITED))
                .isInstanceOf(Answer.class);

        assertThat(servesOld()).isTrue();
    }
}
