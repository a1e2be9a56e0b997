package io.freshet.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.engine.response.Step.Answer;
import io.freshet.engine.response.Step.Fetch;
import io.freshet.engine.response.Step.Received;
import io.freshet.engine.response.Step.Refresh;
import io.freshet.engine.response.Step.Relay;
import io.freshet.http.CacheGroups;
import io.freshet.http.RequestHead;
import io.freshet.policy.Ending;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.eclipse.jetty.http.HttpFields;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Ranges, stale use, HEAD, POST, QUERY, targeted directives and groups, over a real store and with the test as the origin. */
class CacheEngineRulesTest extends EngineFixture {

    private static final String FRESH = "Cache-Control: max-age=60|ETag: \"v\"";

    @Test
    void aRangeOfWhatIsStoredIsServed() {
        fill(get(), 200, FRESH, "0123456789");

        Answer answer = answered(get("Range: bytes=2-4"));

        assertThat(answer.head().status()).isEqualTo(206);
        assertThat(answer.head().fields().get("Content-Range")).isEqualTo("bytes 2-4/10");
        assertThat(answer.head().fields().get("Content-Length")).isEqualTo("3");
        assertThat(text(answer)).isEqualTo("234");
    }

    @Test
    void severalRangesAreServedAsMultipart() {
        fill(get(), 200, FRESH + "|Content-Type: text/x", "0123456789");

        Answer answer = answered(get("Range: bytes=0-1, -2"));

        String type = answer.head().fields().get("Content-Type");
        String boundary = type.substring(type.indexOf('=') + 1);
        String text = text(answer);
        assertThat(text)
                .isEqualTo("--B\r\nContent-Type: text/x\r\nContent-Range: bytes 0-1/10\r\n\r\n01\r\n--B\r\n"
                                .replace("B", boundary)
                        + "Content-Type: text/x\r\nContent-Range: bytes 8-9/10\r\n\r\n89\r\n--" + boundary + "--\r\n");
        assertThat(answer.head().fields().get("Content-Length")).isEqualTo(Integer.toString(text.length()));
    }

    @Test
    void aRangeBeyondTheEndIs416() {
        fill(get(), 200, FRESH, "0123456789");

        Answer answer = answered(get("Range: bytes=10-"));

        assertThat(answer.head().status()).isEqualTo(416);
        assertThat(answer.head().fields().get("Content-Range")).isEqualTo("bytes */10");
        assertThat(answer.content().hasNext()).isFalse();
    }

    @Test
    void aRangeOfAnotherVersionIsIgnored() {
        fill(get(), 200, FRESH, "0123456789");

        assertThat(answered(get("Range: bytes=2-4", "If-Range: \"other\""))
                        .head()
                        .status())
                .isEqualTo(200);
        assertThat(answered(get("Range: bytes=2-4", "If-Range: \"v\"")).head().status())
                .isEqualTo(206);
    }

    @Test
    void partsOfOneRepresentationAreCombined() {
        fill(get("Range: bytes=0-4"), 206, FRESH + "|Content-Range: bytes 0-4/10", "01234");
        fill(get("Range: bytes=5-9"), 206, FRESH + "|Content-Range: bytes 5-9/10", "56789");

        assertThat(text(answered(get("Range: bytes=3-6")))).isEqualTo("3456");
        Answer whole = answered(get());
        assertThat(whole.head().status()).isEqualTo(200);
        assertThat(whole.head().fields().contains("Content-Range")).isFalse();
        assertThat(text(whole)).isEqualTo("0123456789");
    }

    @Test
    void partsWithoutAStrongValidatorAreNotCombined() {
        String weak = "Cache-Control: max-age=60|ETag: W/\"v\"";
        fill(get("Range: bytes=0-4"), 206, weak + "|Content-Range: bytes 0-4/10", "01234");
        fill(get("Range: bytes=5-9"), 206, weak + "|Content-Range: bytes 5-9/10", "56789");

        assertThat(engine.begin(get("Range: bytes=3-6"), false)).isInstanceOf(Fetch.class);
    }

    @Test
    void aPartIsCompletedFromTheOrigin() {
        fill(get("Range: bytes=0-4"), 206, FRESH + "|Content-Range: bytes 0-4/10", "01234");

        Fetch fetch = (Fetch) engine.begin(get(), false);
        assertThat(fetch.originFields().get("Range")).isEqualTo("bytes=5-");
        assertThat(fetch.originFields().get("If-Range")).isEqualTo("\"v\"");
        Relay relay = (Relay) fetch.onHead(
                response(206, FRESH + "|Content-Range: bytes 5-9/10|Content-Length: 5|X: new"), Ending.DELIMITED);

        assertThat(relay.head().status()).isEqualTo(200);
        assertThat(relay.head().fields().get("Content-Length")).isEqualTo("10");
        relay.stored().forEachRemaining(relay.fill()::write);
        relay.fill().write(bytes("56789"));
        relay.fill().end();
        assertThat(text(answered(get()))).isEqualTo("0123456789");
    }

    @Test
    void aPartOfAnotherVersionCompletesNothing() {
        fill(get("Range: bytes=0-4"), 206, FRESH + "|Content-Range: bytes 0-4/10", "01234");

        Fetch fetch = (Fetch) engine.begin(get(), false);
        Received again = fetch.onHead(
                response(206, "Cache-Control: max-age=60|ETag: \"w\"|Content-Range: bytes 5-9/10"), Ending.DELIMITED);

        assertThat(((Fetch) again).originFields().contains("Range")).isFalse();
    }

    @Test
    void aPartThatContradictsItselfIsNotStored() {
        fill(get("Range: bytes=0-4"), 206, FRESH + "|Content-Range: bytes 0-4/10|Content-Length: 4", "0123");

        assertThat(engine.begin(get("Range: bytes=0-1"), false)).isInstanceOf(Fetch.class);
    }

    @Test
    void aStaleResponseIsServedAndRefreshedOnceBehind() {
        fill(get(), 200, "Cache-Control: max-age=60, stale-while-revalidate=30|ETag: \"v\"", "old");
        clock.advance(Duration.ofSeconds(70));

        Answer first = answered(get());
        assertThat(text(first)).isEqualTo("old");
        assertThat(first.head().fields().get("Cache-Status"))
                .isEqualTo("Freshet; hit; ttl=-10; detail=stale-while-revalidate");
        assertThat(first.behind()).isPresent();
        assertThat(answered(get()).behind()).isEmpty();

        Refresh refresh = first.behind().get();
        assertThat(refresh.fetch().originFields().get("If-None-Match")).isEqualTo("\"v\"");
        refresh.fetch().onHead(response(304, "Cache-Control: max-age=60|ETag: \"v\""), Ending.DELIMITED);
        refresh.done().run();
        assertThat(answered(get()).head().fields().get("Cache-Status")).isEqualTo("Freshet; hit; ttl=60");
    }

    @Test
    void afterTheWindowTheClientWaits() {
        fill(get(), 200, "Cache-Control: max-age=60, stale-while-revalidate=30|ETag: \"v\"", "old");
        clock.advance(Duration.ofSeconds(90));

        assertThat(engine.begin(get(), false)).isInstanceOf(Fetch.class);
    }

    @Test
    void a200ToHeadConfirmsOrRemovesTheStoredGet() {
        fill(get(), 200, FRESH, "0123456789");
        clock.advance(Duration.ofSeconds(61));
        Fetch confirmed = (Fetch) engine.begin(request("HEAD"), false);
        confirmed.onHead(response(200, FRESH + "|Content-Length: 10"), Ending.DELIMITED);
        assertThat(text(answered(get()))).isEqualTo("0123456789");

        Fetch changed = (Fetch) engine.begin(request("HEAD", "Cache-Control: no-cache"), false);
        changed.onHead(response(200, FRESH + "|Content-Length: 11"), Ending.DELIMITED);
        assertThat(engine.begin(get(), false)).isInstanceOf(Fetch.class);
    }

    @Test
    void aPostThatRepresentsItsTargetAnswersGets() {
        Fetch post = (Fetch) engine.begin(request("POST"), true);
        clock.advance(Duration.ofSeconds(1));
        fill(post, 200, "Cache-Control: max-age=60|Content-Location: /a", "made");
        assertThat(text(answered(get()))).isEqualTo("made");

        fill(request("POST"), 200, "Cache-Control: max-age=60|Content-Location: /b", "other");
        assertThat(engine.begin(get(), false)).isInstanceOf(Fetch.class);
    }

    @Test
    void aQueryIsKeyedOnItsContent() {
        byte[] one = {1};
        byte[] two = {2};
        fill(engine.beginQuery(request("QUERY"), one), 200, "Cache-Control: max-age=60", "one");

        assertThat(text((Answer) engine.beginQuery(request("QUERY"), one))).isEqualTo("one");
        assertThat(engine.beginQuery(request("QUERY"), two)).isInstanceOf(Fetch.class);
        assertThat(engine.begin(get(), false)).isInstanceOf(Fetch.class);
    }

    @Test
    void targetedDirectivesCountBeforeCacheControl() {
        fill(get(), 200, "Cache-Control: no-store|CDN-Cache-Control: max-age=30", "cdn");

        assertThat(answered(get()).head().fields().get("Cache-Status")).isEqualTo("Freshet; hit; ttl=30");
    }

    @Test
    void surrogateControlIsForThisCacheAlone() {
        Fetch fetch = (Fetch) engine.begin(get(), false);
        assertThat(fetch.originFields().get("Surrogate-Capability")).isEqualTo("freshet=\"Surrogate/1.0\"");
        Relay relay = fill(fetch, 200, "Cache-Control: no-cache|Surrogate-Control: max-age=30", "s");

        assertThat(relay.head().fields().contains("Surrogate-Control")).isFalse();
        assertThat(answered(get()).head().fields().contains("Surrogate-Control"))
                .isFalse();
    }

    @Test
    void aGroupIsInvalidatedAsAWhole() {
        fill(get(), 200, FRESH + "|Cache-Groups: \"g\", \"h\"", "grouped");
        clock.advance(Duration.ofSeconds(1));
        assertThat(engine.begin(get(), false)).isInstanceOf(Answer.class);

        RequestHead elsewhere = new RequestHead("POST", "http://origin.test/other", HttpFields.EMPTY);
        ((Fetch) engine.begin(elsewhere, false))
                .onHead(response(204, "Cache-Group-Invalidation: \"h\""), Ending.DELIMITED);

        assertThat(engine.begin(get(), false)).isInstanceOf(Fetch.class);
    }

    /** RFC 9875 §3. */
    @ParameterizedTest
    @ValueSource(strings = {"GET", "HEAD", "OPTIONS", "PROPFIND", "QUERY"})
    void aSafeRequestInvalidatesNoGroup(String method) {
        fill(get(), 200, FRESH + "|Cache-Groups: \"g\"", "grouped");
        clock.advance(Duration.ofSeconds(1));

        RequestHead elsewhere = new RequestHead(method, ORIGIN + "/other", HttpFields.EMPTY);
        ((Fetch) engine.begin(elsewhere, false))
                .onHead(response(204, "Cache-Group-Invalidation: \"g\""), Ending.DELIMITED);

        assertThat(engine.begin(get(), false)).isInstanceOf(Answer.class);
    }

    @Test
    void anInvalidationThatNamesTooManyGroupsMayMeanAny() {
        fill(get(), 200, FRESH + "|Cache-Groups: \"g\"", "grouped");
        clock.advance(Duration.ofSeconds(1));
        String tooMany = IntStream.rangeClosed(0, CacheGroups.MAX_GROUPS)
                .mapToObj(i -> "\"other" + i + "\"")
                .collect(Collectors.joining(", "));

        RequestHead elsewhere = new RequestHead("POST", ORIGIN + "/other", HttpFields.EMPTY);
        ((Fetch) engine.begin(elsewhere, false))
                .onHead(response(204, "Cache-Group-Invalidation: " + tooMany), Ending.DELIMITED);

        assertThat(engine.begin(get(), false)).isInstanceOf(Fetch.class);
    }

    /** RFC 9111 §4.4: the origin may have made the response before it made the change. */
    @Test
    void whatWasAskedForBeforeAChangeIsNotStoredAfterIt() {
        Fetch slow = (Fetch) engine.begin(get(), false);
        clock.advance(Duration.ofSeconds(1));
        ((Fetch) engine.begin(request("PUT"), true)).onHead(response(204, ""), Ending.DELIMITED);
        clock.advance(Duration.ofSeconds(1));

        Relay relay = fill(slow, 200, FRESH, "perhaps from before");

        assertThat(relay.head().fields().get("Cache-Status"))
                .isEqualTo("Freshet; fwd=uri-miss; fwd-status=200; detail=changed-meanwhile");
        assertThat(engine.begin(get(), false)).isInstanceOf(Fetch.class);
    }

    /** RFC 9111 §4.1, §4.3.4: what a request does not select, no 304 can give to it. */
    @ParameterizedTest(name = "RFC 9111 §4.1: {0}, then {1}")
    @CsvSource(
            delimiter = ';',
            value = {
                "Accept-Encoding: gzip; X-None: 1; Vary: Accept-Encoding|ETag: W/\"1\"|Content-Encoding: gzip",
                "Accept-Encoding: gzip; Accept-Encoding: identity; Vary: Accept-Encoding|ETag: \"1\"|Content-Encoding: gzip",
                "Origin: https://a.example; Origin: https://b.example; Vary: Origin|ETag: \"1\"",
                "Accept: application/json; Accept: text/csv; Vary: Accept|ETag: \"1\"",
                "Cookie: a=1; Cookie: a=2; Vary: Cookie|ETag: \"1\"|Cache-Control: public, max-age=60",
                "X-A: 1; X-A: 2; Vary: X-A|Last-Modified: Mon, 01 Jan 2024 00:00:00 GMT",
            })
    void theValidatorsOfAnotherVariantStayHere(String first, String second, String fields) {
        fill(get(first), 200, "Cache-Control: max-age=60|" + fields, "first");

        Fetch fetch = (Fetch) engine.begin(get(second), false);

        assertThat(fetch.originFields().contains("If-None-Match")).isFalse();
        assertThat(fetch.originFields().contains("If-Modified-Since")).isFalse();
    }
}
