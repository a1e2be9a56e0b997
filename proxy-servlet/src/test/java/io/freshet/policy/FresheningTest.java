package io.freshet.policy;

import static io.freshet.http.Heads.fields;
import static io.freshet.http.Heads.get;
import static io.freshet.http.Heads.ok;
import static io.freshet.http.Heads.response;
import static io.freshet.policy.At.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import io.freshet.http.ResponseHead;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class FresheningTest {

    private static final String MODIFIED = "Last-Modified: " + At.date(-1000);

    @ParameterizedTest(name = "{argumentSetName}")
    @MethodSource("confirmations")
    void a_304_applies_unless_it_contradicts(ResponseHead stored, ResponseHead notModified, boolean applies) {
        assertThat(Freshening.applies(At.stored(get(), stored), notModified)).isEqualTo(applies);
    }

    static Stream<Arguments> confirmations() {
        ResponseHead tagged = ok("ETag: \"1\"", MODIFIED);
        ResponseHead weak = ok("ETag: W/\"1\"");
        ResponseHead dated = ok(MODIFIED);
        return Stream.of(
                argumentSet("RFC 9111 §4.3.4: the same strong tag", tagged, response(304, "ETag: \"1\""), true),
                argumentSet("RFC 9111 §4.3.4: another strong tag", tagged, response(304, "ETag: \"2\""), false),
                argumentSet(
                        "RFC 9111 §4.3.4: another tag and the same date",
                        tagged,
                        response(304, "ETag: \"2\"", MODIFIED),
                        false),
                argumentSet("RFC 9111 §4.3.4: the same weak tag", weak, response(304, "ETag: W/\"1\""), true),
                argumentSet("RFC 9111 §4.3.4: another weak tag", weak, response(304, "ETag: W/\"2\""), false),
                argumentSet("a strong tag for a weak one", weak, response(304, "ETag: \"1\""), true),
                argumentSet("RFC 9111 §4.3.4: the same date", dated, response(304, MODIFIED), true),
                argumentSet(
                        "RFC 9111 §4.3.4: another date", dated, response(304, "Last-Modified: " + At.date(0)), false),
                argumentSet(
                        "the same tag and another date",
                        tagged,
                        response(304, "ETag: \"1\"", "Last-Modified: " + At.date(0)),
                        true),
                argumentSet("no validator", tagged, response(304), true),
                argumentSet(
                        "RFC 9111 §4.1: the same Vary",
                        ok("ETag: \"1\"", "Vary: A, B"),
                        response(304, "Vary: b"),
                        true),
                argumentSet(
                        "RFC 9111 §4.1: a Vary with other fields",
                        ok("ETag: \"1\"", "Vary: A"),
                        response(304, "Vary: A, B"),
                        false),
                argumentSet("RFC 9111 §4.1: Vary: *", ok("ETag: \"1\""), response(304, "Vary: *"), false));
    }

    @Test
    void a_304_replaces_stored_fields_except_those_of_the_stored_bytes() {
        StoredHead stored = At.stored(
                get(),
                ok(
                        "Date: " + At.date(-500),
                        "Age: 7",
                        "Content-Length: 5",
                        "Content-Encoding: gzip",
                        "X-Kept: 1",
                        "X-Twice: 1",
                        "X-Twice: 2",
                        "Cache-Control: max-age=1",
                        "Content-Type: a/b",
                        "ETag: \"1\""),
                400);

        StoredHead freshened = Freshening.freshen(
                stored,
                response(
                        304,
                        "Date: " + At.date(0),
                        "Content-Length: 0",
                        "Content-Encoding: br",
                        "Content-Range: x",
                        "x-twice: 3",
                        "Cache-Control: max-age=60",
                        "Content-Type: a/c",
                        "X-New: 1",
                        "ETag: \"1\"",
                        "Connection: X-Hop",
                        "X-Hop: 1",
                        "Transfer-Encoding: chunked"),
                At.STRICT,
                NOW.minusSeconds(2),
                NOW);

        assertThat(freshened.response())
                .isEqualTo(ok(
                        "Content-Length: 5",
                        "Content-Encoding: gzip",
                        "X-Kept: 1",
                        "Date: " + At.date(0),
                        "x-twice: 3",
                        "Cache-Control: max-age=60",
                        "Content-Type: a/c",
                        "X-New: 1",
                        "ETag: \"1\""));
        assertThat(freshened.request()).isEqualTo(stored.request());
        assertThat(Freshness.of(freshened, At.STRICT, NOW))
                .isEqualTo(new Freshness(Duration.ofSeconds(60), Duration.ofSeconds(2), Reason.MAX_AGE));
    }

    @Test
    void a_304_without_a_date_or_age_is_dated_by_its_arrival() {
        StoredHead stored = At.stored(get(), ok("Date: " + At.date(-500), "Age: 7", "Cache-Control: max-age=60"), 400);

        StoredHead freshened = Freshening.freshen(stored, response(304), At.STRICT, NOW, NOW);

        assertThat(freshened.response().fields()).isEqualTo(fields("Cache-Control: max-age=60", "Date: " + At.date(0)));
        assertThat(Freshness.of(freshened, At.STRICT, NOW).age()).isZero();
    }

    @Test
    void a_weak_tag_is_not_made_strong() {
        StoredHead stored = At.stored(get(), ok("ETag: W/\"1\"", "Content-Encoding: gzip"));

        StoredHead freshened = Freshening.freshen(stored, response(304, "ETag: \"1\""), At.STRICT, NOW, NOW);

        assertThat(freshened.response().fields().getValuesList("ETag")).containsExactly("W/\"1\"");
    }

    @Test
    void a_304_can_end_the_right_to_store() {
        StoredHead stored = At.stored(get(), ok("ETag: \"1\"", "Cache-Control: max-age=1"));

        StoredHead freshened = Freshening.freshen(stored, response(304, "Cache-Control: private"), At.STRICT, NOW, NOW);

        assertThat(Storability.judge(get(), freshened.response(), PolicySettings.DEFAULT))
                .isEqualTo(Verdict.no(Reason.PRIVATE));
    }

    @ParameterizedTest(name = "a stored Vary: Accept-Encoding, a 304 with {0}")
    @ValueSource(strings = {"Vary: Accept", "Vary: Accept-Encoding", "X: none", "Vary:"})
    void a_304_never_changes_what_a_stored_response_is_selected_by(String line) {
        StoredHead stored = At.stored(
                get("Accept-Encoding: gzip", "Accept: a"), ok("ETag: \"1\"", "Vary: Accept-Encoding, Accept"));

        StoredHead freshened = Freshening.freshen(stored, response(304, line), At.STRICT, NOW, NOW);

        assertThat(freshened.response().fields().getValuesList("Vary")).containsExactly("Accept-Encoding, Accept");
        assertThat(freshened.request()).isEqualTo(stored.request());
    }

    @ParameterizedTest(name = "RFC 9111 §4.3.5: {argumentSetName}")
    @MethodSource("heads")
    void a_head_says_of_what_is_stored(ResponseHead stored, ResponseHead head, Optional<Reason> reason) {
        assertThat(Freshening.byHead(At.stored(get(), stored), 10, head).map(Verdict::reason))
                .isEqualTo(reason);
    }

    static Stream<Arguments> heads() {
        Optional<Reason> confirmed = Optional.of(Reason.HEAD_CONFIRMED);
        Optional<Reason> changed = Optional.of(Reason.HEAD_MISMATCH);
        ResponseHead tagged = ok("ETag: \"1\"", MODIFIED);
        return Stream.of(
                argumentSet("the same tag", tagged, ok("ETag: \"1\""), confirmed),
                argumentSet("another tag", tagged, ok("ETag: \"2\""), changed),
                argumentSet("a tag, none stored", ok(), ok("ETag: \"2\""), changed),
                argumentSet("the same date", tagged, ok(MODIFIED), confirmed),
                argumentSet("another date", tagged, ok("Last-Modified: " + At.date(0)), changed),
                argumentSet("the same length", tagged, ok("Content-Length: 10"), confirmed),
                argumentSet("another length", tagged, ok("Content-Length: 11"), changed),
                argumentSet("the tag but another length", tagged, ok("ETag: \"1\"", "Content-Length: 11"), changed),
                argumentSet(
                        "the tag but another date", tagged, ok("ETag: \"1\"", "Last-Modified: " + At.date(0)), changed),
                argumentSet("selected by other fields", tagged, ok("ETag: \"1\"", "Vary: A"), changed),
                argumentSet("nothing to compare", tagged, ok("X: 1"), Optional.empty()),
                argumentSet("an error says nothing", tagged, response(500, "ETag: \"2\""), Optional.empty()),
                argumentSet(
                        "nor does it of a stored 404",
                        response(404, "ETag: \"1\""),
                        ok("ETag: \"1\""),
                        Optional.empty()));
    }

    @Test
    void a_cookie_of_a_304_is_for_its_own_client_unless_it_is_for_all() {
        assertThat(Freshening.personal(response(304, "Set-Cookie: a", "X: 1"), At.STRICT))
                .isEqualTo(fields("Set-Cookie: a"));
        assertThat(Freshening.personal(response(304, "Set-Cookie: a", "Cache-Control: public"), At.STRICT))
                .isEqualTo(fields());
    }
}
