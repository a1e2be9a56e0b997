package io.freshet.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.engine.collapsing.OriginFailure;
import io.freshet.engine.response.CachedHit;
import io.freshet.engine.response.Step.Answer;
import io.freshet.engine.response.Step.Fetch;
import io.freshet.engine.response.Step.Received;
import io.freshet.engine.response.Step.Relay;
import io.freshet.engine.rules.EngineSettings;
import io.freshet.http.ContentCoding;
import io.freshet.http.MediaTypePatterns;
import io.freshet.http.ParameterPatterns;
import io.freshet.http.RequestHead;
import io.freshet.http.ResponseHead;
import io.freshet.policy.CompressionSettings;
import io.freshet.policy.Ending;
import io.freshet.policy.PolicySettings;
import io.freshet.store.Measures;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.function.DoubleSupplier;
import java.util.zip.GZIPInputStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CompressionTest extends EngineFixture {

    private static final String PAGE = "<p>All the same, again and again.</p>\n".repeat(200);
    private static final String HTML = "Cache-Control: max-age=60|Content-Type: text/html|ETag: \"v1\"";
    private static final String ACCEPTS = "Accept-Encoding: gzip";

    @AutoClose
    private final CacheEngine coding = new CacheEngine(
            store,
            PolicySettings.DEFAULT,
            new EngineSettings(
                    ORIGIN,
                    ParameterPatterns.NONE,
                    64,
                    false,
                    EngineSettings.Collapse.DEFAULT,
                    new CompressionSettings(
                            List.of(ContentCoding.BROTLI, ContentCoding.GZIP),
                            1024,
                            1 << 16,
                            MediaTypePatterns.of(List.of("text/*")))),
            clock);

    private final Map<String, DoubleSupplier> measured = new HashMap<>();

    @BeforeEach
    void measure() {
        coding.measure(new Measures() {
            @Override
            public void gauge(String name, String description, DoubleSupplier value) {
                measured.put(name, value);
            }

            @Override
            public void counter(String name, String description, DoubleSupplier value) {
                measured.put(name, value);
            }
        });
    }

    private int measured(String name) {
        return (int) measured.getOrDefault(name, () -> Double.NaN).getAsDouble();
    }

    private int made() {
        return measured("compress.made");
    }

    private int inVain() {
        return measured("compress.in.vain");
    }

    private Relay stored(String fields, String content) {
        return fill(coding.begin(get(), false), 200, fields, content);
    }

    private Answer hit(RequestHead request) {
        return (Answer) coding.begin(request, false);
    }

    /** The answer once there is a compressed variant. */
    private Answer coded(RequestHead request) {
        return Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .pollInterval(Duration.ofMillis(5))
                .until(() -> hit(request), answer -> value(answer, "Content-Encoding") != null);
    }

    private static String value(Answer answer, String field) {
        return answer.head().fields().get(field);
    }

    private static byte[] content(Answer answer) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Iterator<ByteBuffer> content = answer.content();
        content.forEachRemaining(piece -> {
            byte[] part = new byte[piece.remaining()];
            piece.get(part);
            bytes.writeBytes(part);
        });
        return bytes.toByteArray();
    }

    private static String gunzipped(Answer answer) {
        try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(content(answer)))) {
            return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void who_accepts_a_coding_gets_the_same_content_smaller_and_everybody_else_gets_it_as_it_is() {
        stored(HTML, PAGE);

        Answer small = coded(get(ACCEPTS));
        assertThat(value(small, "Content-Encoding")).isEqualTo("gzip");
        assertThat(value(small, "ETag")).isEqualTo("W/\"v1\"");
        assertThat(value(small, "Vary")).isEqualTo("Accept-Encoding");
        assertThat(value(small, "X-Cache")).isEqualTo("HIT");
        assertThat(gunzipped(small)).isEqualTo(PAGE);
        Answer again = hit(get(ACCEPTS));
        assertThat(value(again, "Content-Length")).isEqualTo(Integer.toString(content(again).length));

        Answer asItIs = hit(get());
        assertThat(value(asItIs, "Content-Encoding")).isNull();
        assertThat(value(asItIs, "ETag")).isEqualTo("\"v1\"");
        assertThat(value(asItIs, "Vary")).isEqualTo("Accept-Encoding");
        assertThat(text(asItIs)).isEqualTo(PAGE);
        assertThat(value(coded(get("Accept-Encoding: gzip, br")), "Content-Encoding"))
                .isEqualTo("br");
    }

    @Test
    void nobody_waits_for_it_and_the_first_say_already_that_it_depends() {
        Relay first = (Relay) ((Fetch) coding.begin(get(ACCEPTS), false)).onHead(response(200, HTML), Ending.DELIMITED);
        assertThat(first.head().fields().get("Vary")).isEqualTo("Accept-Encoding");
        assertThat(first.head().fields().get("Content-Encoding")).isNull();
        first.fill().write(bytes(PAGE));
        first.fill().end();

        Answer second = hit(get(ACCEPTS));
        assertThat(value(second, "Content-Encoding")).isNull();
        assertThat(text(second)).isEqualTo(PAGE);
    }

    @Test
    void what_is_not_stored_does_not_depend_on_it() {
        Relay relay = (Relay) ((Fetch) coding.begin(get(ACCEPTS), false))
                .onHead(response(200, "Cache-Control: no-store|Content-Type: text/html"), Ending.DELIMITED);

        assertThat(relay.head().fields().get("Vary")).isNull();
        relay.fill().abandon();
    }

    @Test
    void a_crowd_has_it_made_once() throws InterruptedException {
        stored(HTML, PAGE);
        CountDownLatch begin = new CountDownLatch(1);
        List<Thread> crowd = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            Thread one = new Thread(() -> {
                try {
                    begin.await();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
                hit(get(ACCEPTS));
            });
            one.start();
            crowd.add(one);
        }
        begin.countDown();
        for (Thread one : crowd) {
            one.join();
        }

        coded(get(ACCEPTS));
        hit(get(ACCEPTS));
        assertThat(made()).isEqualTo(1);
    }

    @Test
    void head_says_what_get_would() {
        stored(HTML, PAGE);
        Answer small = coded(get(ACCEPTS));

        Answer head = hit(request("HEAD", ACCEPTS));
        assertThat(head.head()).isEqualTo(small.head());
        assertThat(content(head)).isEmpty();
    }

    @Test
    void the_weak_tag_is_a_validator_for_both() {
        stored(HTML, PAGE);
        coded(get(ACCEPTS));

        for (String accepts : List.of(ACCEPTS, "X: none")) {
            Answer unchanged = hit(get(accepts, "If-None-Match: W/\"v1\""));
            assertThat(unchanged.head().status()).isEqualTo(304);
            assertThat(value(unchanged, "Vary")).isEqualTo("Accept-Encoding");
            assertThat(value(unchanged, "Content-Encoding")).isNull();
            assertThat(hit(get(accepts, "If-None-Match: \"v1\"")).head().status())
                    .isEqualTo(304);
            assertThat(hit(get(accepts, "If-None-Match: \"v2\"")).head().status())
                    .isEqualTo(200);
        }
    }

    @Test
    void a_range_is_of_the_response_as_it_is() {
        stored(HTML, PAGE);
        coded(get(ACCEPTS));

        Answer part = hit(get(ACCEPTS, "Range: bytes=3-5"));
        assertThat(part.head().status()).isEqualTo(206);
        assertThat(value(part, "Content-Encoding")).isNull();
        assertThat(value(part, "ETag")).isEqualTo("\"v1\"");
        assertThat(text(part)).isEqualTo("All");
        assertThat(hit(get(ACCEPTS, "Range: bytes=3-5", "If-Range: \"v1\""))
                        .head()
                        .status())
                .isEqualTo(206);
        assertThat(hit(get(ACCEPTS, "Range: bytes=3-5", "If-Range: W/\"v1\""))
                        .head()
                        .status())
                .isEqualTo(200);
    }

    @Test
    void a_range_that_could_be_taken_for_one_of_the_other_does_not_count() {
        stored("Cache-Control: max-age=60|Content-Type: text/html|Last-Modified: Mon, 01 Jan 2024 00:00:00 GMT", PAGE);
        String byDate = "If-Range: Mon, 01 Jan 2024 00:00:00 GMT";

        for (String condition : List.of("X: none", byDate)) {
            // Also while there is nothing else than the response as it is.
            assertThat(hit(get(ACCEPTS, "Range: bytes=3-5", condition)).head().status())
                    .isEqualTo(200);
        }
        coded(get(ACCEPTS));
        for (String condition : List.of("X: none", byDate)) {
            Answer whole = hit(get(ACCEPTS, "Range: bytes=3-5", condition));
            assertThat(whole.head().status()).isEqualTo(200);
            assertThat(gunzipped(whole)).isEqualTo(PAGE);
        }
        assertThat(hit(get("Range: bytes=3-5")).head().status()).isEqualTo(206);
        // A client that accepts no coding now may have begun with one.
        assertThat(hit(get("Range: bytes=3-5", byDate)).head().status()).isEqualTo(200);
    }

    @Test
    void a_response_without_a_tag_gets_one_that_names_the_coding() {
        String date = "Mon, 01 Jan 2024 00:00:00 GMT";
        stored("Cache-Control: max-age=60|Content-Type: text/html|Last-Modified: " + date, PAGE);

        Answer small = coded(get(ACCEPTS));
        assertThat(value(small, "ETag")).isEqualTo("W/\"gzip-65920080\"");
        assertThat(value(small, "Last-Modified")).isEqualTo(date);
        assertThat(value(hit(get()), "ETag")).isNull();
        assertThat(hit(get(ACCEPTS, "If-None-Match: W/\"gzip-65920080\""))
                        .head()
                        .status())
                .isEqualTo(304);
        assertThat(hit(get(ACCEPTS, "If-Modified-Since: " + date)).head().status())
                .isEqualTo(304);
        for (String accepts : List.of(ACCEPTS, "X: none")) {
            assertThat(hit(get(accepts, "Range: bytes=3-5", "If-Range: W/\"gzip-65920080\""))
                            .head()
                            .status())
                    .isEqualTo(200);
        }
    }

    private Received part(RequestHead request, String fields) {
        return ((Fetch) coding.begin(request, false))
                .onHead(response(206, fields + "|Content-Range: bytes 3-5/7600"), Ending.DELIMITED);
    }

    @Test
    void a_part_from_the_origin_that_could_be_taken_for_one_of_the_other_is_not_passed_on() {
        String date = "Mon, 01 Jan 2024 00:00:00 GMT";
        String dated = "Content-Type: text/html|Content-Length: 3|Last-Modified: " + date;
        String tagged = dated + "|ETag: \"v1\"";
        for (RequestHead request : List.of(
                get("Range: bytes=3-5", "If-Range: " + date),
                get("Range: bytes=3-5", "If-Unmodified-Since: " + date),
                get(ACCEPTS, "Range: bytes=3-5", "If-Range: " + date),
                get(ACCEPTS, "Range: bytes=3-5"),
                get(ACCEPTS, "Range: bytes=3-5,9-10"))) {
            assertThat(part(request, dated)).isInstanceOfSatisfying(Fetch.class, whole -> {
                assertThat(whole.originFields().contains("Range")).isFalse();
                assertThat(whole.originFields().contains("If-Range")).isFalse();
                assertThat(whole.originFields().contains("If-Unmodified-Since"))
                        .isEqualTo(request.fields().contains("If-Unmodified-Since"));
                Relay relay = fill(whole, 200, dated.replace("|Content-Length: 3", ""), PAGE);
                assertThat(relay.head().status()).isEqualTo(200);
                assertThat(relay.head().fields().get("Cache-Status")).contains("detail=range-ambiguous");
            });
            coding.remove(get());
        }
        for (RequestHead request : List.of(
                get("Range: bytes=3-5"),
                get(ACCEPTS, "Range: bytes=3-5"),
                get(ACCEPTS, "Range: bytes=3-5", "If-Range: \"v1\""))) {
            assertThat(part(request, tagged)).isInstanceOfSatisfying(Relay.class, relay -> {
                assertThat(relay.head().status()).isEqualTo(206);
                relay.fill().abandon();
            });
        }
    }

    @Test
    void a_condition_that_cannot_hold_is_not_left_to_the_origin() {
        Fetch fetch = (Fetch) coding.begin(get("Range: bytes=3-5", "If-Range: W/\"v1\""), false);

        assertThat(fetch.originFields().contains("Range")).isFalse();
        assertThat(fetch.originFields().contains("If-Range")).isFalse();
        fetch.abandon();
    }

    @Test
    void stored_parts_are_not_joined_to_what_is_coded() {
        String date = "Mon, 01 Jan 2024 00:00:00 GMT";
        String dated = "Cache-Control: max-age=60|Content-Type: text/html|Last-Modified: " + date;
        Relay relay = (Relay) part(get("Range: bytes=3-5"), dated + "|Content-Length: 3");
        relay.fill().write(bytes("All"));
        relay.fill().end();

        assertThat(text(hit(get("Range: bytes=3-5")))).isEqualTo("All");
        assertThat(coding.begin(get(ACCEPTS, "Range: bytes=3-5"), false)).isInstanceOfSatisfying(Fetch.class, whole -> {
            assertThat(whole.originFields().contains("Range")).isFalse();
            whole.abandon();
        });
    }

    @Test
    void what_is_never_compressed_keeps_its_ranges() {
        String date = "Mon, 01 Jan 2024 00:00:00 GMT";
        String dated = "Content-Type: image/png|Content-Length: 3|Last-Modified: " + date;
        assertThat(part(get(ACCEPTS, "Range: bytes=3-5", "If-Range: " + date), dated))
                .isInstanceOfSatisfying(Relay.class, relay -> {
                    assertThat(relay.head().status()).isEqualTo(206);
                    relay.fill().abandon();
                });
    }

    @Test
    void a_304_of_the_origin_to_the_origins_own_tag_freshens_both() {
        stored(HTML, PAGE);
        coded(get(ACCEPTS));
        clock.advance(Duration.ofSeconds(70));

        Fetch validation = (Fetch) coding.begin(get(ACCEPTS), false);
        assertThat(validation.originFields().get("If-None-Match")).isEqualTo("\"v1\"");
        Answer confirmed = (Answer)
                validation.onHead(response(304, "Cache-Control: max-age=60|ETag: \"v1\"|X-New: 1"), Ending.DELIMITED);
        assertThat(value(confirmed, "Content-Encoding")).isEqualTo("gzip");
        assertThat(gunzipped(confirmed)).isEqualTo(PAGE);

        clock.advance(Duration.ofSeconds(30));
        Answer small = hit(get(ACCEPTS));
        assertThat(value(small, "Content-Encoding")).isEqualTo("gzip");
        assertThat(value(small, "X-New")).isEqualTo("1");
        assertThat(value(small, "Age")).isEqualTo("30");
        assertThat(value(small, "Cache-Status")).isEqualTo("Freshet; hit; ttl=30");
        assertThat(made()).isEqualTo(1);
    }

    @Test
    void what_is_freshened_is_kept_for_as_long() {
        stored(HTML, PAGE);
        coded(get(ACCEPTS));
        // Without that it would go an hour after its first lifetime.
        for (int i = 0; i < 3; i++) {
            clock.advance(Duration.ofMinutes(50));
            Fetch validation = (Fetch) coding.begin(get(), false);
            validation.onHead(response(304, "Cache-Control: max-age=60|ETag: \"v1\""), Ending.DELIMITED);
        }

        assertThat(value(hit(get(ACCEPTS)), "Content-Encoding")).isEqualTo("gzip");
        assertThat(made()).isEqualTo(1);
    }

    @Test
    void a_304_may_forbid_it() {
        stored(HTML, PAGE);
        coded(get(ACCEPTS));
        clock.advance(Duration.ofSeconds(70));
        Fetch validation = (Fetch) coding.begin(get(ACCEPTS), false);
        validation.onHead(response(304, "Cache-Control: max-age=60, no-transform|ETag: \"v1\""), Ending.DELIMITED);

        Answer asItIs = hit(get(ACCEPTS));
        assertThat(value(asItIs, "Content-Encoding")).isNull();
        assertThat(value(asItIs, "ETag")).isEqualTo("\"v1\"");
    }

    @Test
    void new_content_is_never_answered_with_the_old_in_other_clothes() {
        stored(HTML, PAGE);
        coded(get(ACCEPTS));
        clock.advance(Duration.ofSeconds(70));
        String other = PAGE.replace("same", "rest");
        fill(coding.begin(get(), false), 200, HTML, other);

        Answer first = hit(get(ACCEPTS));
        assertThat(value(first, "Content-Encoding")).isNull();
        assertThat(text(first)).isEqualTo(other);
        assertThat(gunzipped(coded(get(ACCEPTS)))).isEqualTo(other);
    }

    @Test
    void a_purge_takes_it_along() {
        stored(HTML, PAGE);
        coded(get(ACCEPTS));
        String key = coding.explain(get(), false).key().value();
        assertThat(key).isNotEmpty();

        coding.remove(get());

        assertThat(coding.begin(get(ACCEPTS), false)).isInstanceOfSatisfying(Fetch.class, Fetch::abandon);
        assertThat(store.lookup(coding.explain(get(), false).key().forCoding("gzip")))
                .isEmpty();
    }

    @Test
    void a_stale_response_stands_in_compressed_too() {
        stored(HTML + "|Cache-Control: stale-if-error=600", PAGE);
        coded(get(ACCEPTS));
        clock.advance(Duration.ofSeconds(70));

        Answer standIn = ((Fetch) coding.begin(get(ACCEPTS), false)).onFailure(OriginFailure.TIMEOUT);
        assertThat(value(standIn, "Content-Encoding")).isEqualTo("gzip");
        assertThat(gunzipped(standIn)).isEqualTo(PAGE);
    }

    @Test
    void what_gets_no_smaller_is_tried_once() {
        StringBuilder noise = new StringBuilder();
        new java.util.Random(1).ints(4000, 0, 256).forEach(c -> noise.append((char) c));
        stored(HTML, noise.toString());

        hit(get(ACCEPTS));
        Awaitility.await().until(() -> inVain() == 1);
        for (int i = 0; i < 3; i++) {
            assertThat(value(hit(get(ACCEPTS)), "Content-Encoding")).isNull();
        }
        assertThat(coding.ready(get(ACCEPTS))).isPresent();
        assertThat(made() + inVain()).isEqualTo(1);
    }

    @Test
    void what_waited_is_let_go_whatever_came_of_it() {
        stored(HTML, PAGE);
        coded(get(ACCEPTS));

        Awaitility.await().until(() -> measured("compress.waiting.bytes") == 0);
        assertThat(measured("compress.source.bytes")).isEqualTo(PAGE.length());
        assertThat(measured("compress.coded.bytes")).isEqualTo(content(hit(get(ACCEPTS))).length);
    }

    @Test
    void nothing_else_is_touched() {
        for (String fields : List.of(
                "Content-Type: image/png",
                "Content-Type: text/html|Content-Encoding: gzip",
                "Content-Type: text/html|Cache-Control: no-transform",
                "X: no type")) {
            fill(coding.begin(get(), false), 200, "Cache-Control: max-age=60|ETag: \"v1\"|" + fields, PAGE);
            Answer hit = hit(get(ACCEPTS));

            assertThat(hit.head().fields().contains("Vary")).as(fields).isFalse();
            assertThat(value(hit, "ETag")).as(fields).isEqualTo("\"v1\"");
            assertThat(text(hit)).as(fields).isEqualTo(PAGE);
            coding.remove(get());
        }
        stored(HTML, "small");
        assertThat(hit(get(ACCEPTS)).head().fields().contains("Vary")).isFalse();
        assertThat(made() + inVain()).isZero();
    }

    @Test
    void what_is_ready_changes_with_what_there_is() {
        stored(HTML, PAGE);
        // Only the store can tell whether there is such a variant.
        assertThat(coding.ready(get(ACCEPTS))).isEmpty();
        CachedHit plain = coding.ready(get()).orElseThrow().hit();
        assertThat(plain.nominated()).containsExactly("accept-encoding");

        coded(get(ACCEPTS));

        CachedHit small = coding.ready(get(ACCEPTS)).orElseThrow().hit();
        assertThat(small.head().fields().get("Content-Encoding")).isEqualTo("gzip");
        assertThat(small.nominated()).containsExactly("accept-encoding");
        assertThat(coding.answer(small, small.head())).isPresent();
        assertThat(coding.answer(plain, plain.head())).isPresent();
        store.remove(coding.explain(get(), false).key().forCoding("gzip"));
        assertThat(coding.answer(small, small.head())).isEmpty();
        assertThat(coding.answer(plain, plain.head())).isPresent();
    }

    @Test
    void a_ready_answer_as_it_is_gives_way_when_there_is_a_smaller_one() {
        stored(HTML, PAGE);
        hit(get(ACCEPTS));
        // Either it is being made, and this holds until then; or it is made already.
        coding.ready(get(ACCEPTS)).map(CachedHit.Made::hit).ifPresent(early -> {
            coded(get(ACCEPTS));
            boolean small = early.head().fields().contains("Content-Encoding");
            assertThat(coding.answer(early, early.head()).isPresent()).isEqualTo(small);
        });
        assertThat(value(coded(get(ACCEPTS)), "Content-Encoding")).isEqualTo("gzip");
    }

    @Test
    void explained_is_what_there_is() {
        stored(HTML, PAGE);
        assertThat(coding.explain(get(), false).stored())
                .singleElement()
                .satisfies(considered -> assertThat(considered.codings()).isEmpty());

        coded(get(ACCEPTS));

        assertThat(coding.explain(get(), false).stored())
                .singleElement()
                .satisfies(considered -> assertThat(considered.codings()).containsExactly(ContentCoding.GZIP));
    }

    @Test
    void the_link_between_both_is_never_sent() {
        stored(HTML, PAGE);

        ResponseHead head = coded(get(ACCEPTS)).head();
        assertThat(head.fields().getFieldNamesCollection()).noneMatch(name -> name.startsWith("Freshet"));
    }
}
