package io.freshet.policy;

import static io.freshet.http.Heads.get;
import static io.freshet.http.Heads.ok;
import static io.freshet.http.Heads.request;
import static io.freshet.http.Heads.response;
import static io.freshet.policy.At.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import io.freshet.http.RequestHead;
import io.freshet.http.ResponseHead;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ReuseTest {

    /** Every stored response is this old. */
    private static final long AGE = 100;

    @ParameterizedTest(name = "{argumentSetName}")
    @MethodSource({"served", "validated", "forwarded", "unsatisfiable"})
    void a_request_is_served_validated_forwarded_or_refused(
            RequestHead request, ResponseHead response, Class<? extends Reuse> what, Reason reason) {
        Reuse reuse = decide(request, At.stored(get(), response, AGE));

        assertThat(reuse).isInstanceOf(what);
        assertThat(reuse.reason()).isEqualTo(reason);
    }

    static Stream<Arguments> served() {
        ResponseHead fresh = ok("Cache-Control: max-age=160");
        ResponseHead stale = ok("Cache-Control: max-age=40");
        return Stream.of(
                argumentSet("RFC 9111 §4.2: fresh", get(), fresh, Reuse.Serve.class, Reason.FRESH),
                argumentSet("RFC 9110 §9.3.2: HEAD", request("HEAD"), fresh, Reuse.Serve.class, Reason.FRESH),
                argumentSet(
                        "RFC 9110 §14.2: a range may be answered whole",
                        get("Range: bytes=0-1"),
                        fresh,
                        Reuse.Serve.class,
                        Reason.FRESH),
                argumentSet(
                        "RFC 9111 §5.2.1.5: request no-store",
                        get("Cache-Control: no-store"),
                        fresh,
                        Reuse.Serve.class,
                        Reason.FRESH),
                argumentSet(
                        "RFC 9111 §5.2.1.1: max-age is enough",
                        get("Cache-Control: max-age=100"),
                        fresh,
                        Reuse.Serve.class,
                        Reason.FRESH),
                argumentSet(
                        "RFC 9111 §5.2.1.3: min-fresh is enough",
                        get("Cache-Control: min-fresh=60"),
                        fresh,
                        Reuse.Serve.class,
                        Reason.FRESH),
                argumentSet(
                        "RFC 9111 §5.2.1.7: only-if-cached and fresh",
                        get("Cache-Control: only-if-cached"),
                        fresh,
                        Reuse.Serve.class,
                        Reason.FRESH),
                argumentSet(
                        "RFC 9111 §5.4: Pragma beside Cache-Control",
                        get("Pragma: no-cache", "Cache-Control: x"),
                        fresh,
                        Reuse.Serve.class,
                        Reason.FRESH),
                argumentSet(
                        "RFC 9111 §5.2.2.4: no-cache for a field",
                        get(),
                        ok("Cache-Control: max-age=160, no-cache=\"x\""),
                        Reuse.Serve.class,
                        Reason.FRESH),
                argumentSet(
                        "RFC 9111 §5.2.2.2: must-revalidate while fresh",
                        get(),
                        ok("Cache-Control: max-age=160, must-revalidate"),
                        Reuse.Serve.class,
                        Reason.FRESH),
                argumentSet(
                        "a Cookie, the lifetime stated", get("Cookie: a=b"), fresh, Reuse.Serve.class, Reason.FRESH),
                argumentSet(
                        "RFC 9111 §3.5: Authorization, the lifetime stated",
                        get("Authorization: x"),
                        fresh,
                        Reuse.Serve.class,
                        Reason.FRESH),
                argumentSet(
                        "RFC 9111 §5.2.1.2: max-stale is enough",
                        get("Cache-Control: max-stale=60"),
                        stale,
                        Reuse.Serve.class,
                        Reason.REQUEST_MAX_STALE),
                argumentSet(
                        "RFC 9111 §5.2.1.2: max-stale without a value",
                        get("Cache-Control: max-stale"),
                        stale,
                        Reuse.Serve.class,
                        Reason.REQUEST_MAX_STALE));
    }

    static Stream<Arguments> validated() {
        ResponseHead fresh = ok("Cache-Control: max-age=160");
        ResponseHead stale = ok("Cache-Control: max-age=40");
        return Stream.of(
                argumentSet("RFC 9111 §4.2.4: stale", get(), stale, Reuse.Revalidate.class, Reason.STALE),
                argumentSet(
                        "RFC 9111 §5.2.1.2: max-stale is too little",
                        get("Cache-Control: max-stale=59"),
                        stale,
                        Reuse.Revalidate.class,
                        Reason.STALE),
                argumentSet(
                        "RFC 9111 §5.2.1.2: a bad max-stale",
                        get("Cache-Control: max-stale=x"),
                        stale,
                        Reuse.Revalidate.class,
                        Reason.STALE),
                argumentSet(
                        "RFC 9111 §5.2.1.2: two max-stale",
                        get("Cache-Control: max-stale=90, max-stale=80"),
                        stale,
                        Reuse.Revalidate.class,
                        Reason.STALE),
                argumentSet(
                        "RFC 9111 §5.2.1.3: max-stale against min-fresh",
                        get("Cache-Control: max-stale, min-fresh=1"),
                        stale,
                        Reuse.Revalidate.class,
                        Reason.STALE),
                argumentSet(
                        "RFC 9111 §5.2.2.2: must-revalidate against max-stale",
                        get("Cache-Control: max-stale"),
                        ok("Cache-Control: max-age=40, must-revalidate"),
                        Reuse.Revalidate.class,
                        Reason.STALE),
                argumentSet(
                        "RFC 9111 §5.2.2.8: proxy-revalidate against max-stale",
                        get("Cache-Control: max-stale"),
                        ok("Cache-Control: max-age=40, proxy-revalidate"),
                        Reuse.Revalidate.class,
                        Reason.STALE),
                argumentSet(
                        "RFC 9111 §5.2.2.10: s-maxage against max-stale",
                        get("Cache-Control: max-stale"),
                        ok("Cache-Control: s-maxage=40"),
                        Reuse.Revalidate.class,
                        Reason.STALE),
                argumentSet(
                        "RFC 9111 §5.2.2.4: no-cache",
                        get(),
                        ok("Cache-Control: max-age=160, no-cache"),
                        Reuse.Revalidate.class,
                        Reason.NO_CACHE),
                argumentSet(
                        "RFC 9111 §5.2.2.4: no-cache against max-stale",
                        get("Cache-Control: max-stale"),
                        ok("Cache-Control: no-cache"),
                        Reuse.Revalidate.class,
                        Reason.NO_CACHE),
                argumentSet(
                        "RFC 9111 §5.2.1.4: request no-cache",
                        get("Cache-Control: no-cache"),
                        fresh,
                        Reuse.Revalidate.class,
                        Reason.REQUEST_NO_CACHE),
                argumentSet(
                        "RFC 9111 §5.4: Pragma alone",
                        get("Pragma: no-cache"),
                        fresh,
                        Reuse.Revalidate.class,
                        Reason.REQUEST_PRAGMA),
                argumentSet(
                        "RFC 9111 §5.2.1.1: max-age is too little",
                        get("Cache-Control: max-age=99"),
                        fresh,
                        Reuse.Revalidate.class,
                        Reason.REQUEST_MAX_AGE),
                argumentSet(
                        "RFC 9111 §5.2.1.1: a bad max-age",
                        get("Cache-Control: max-age=x"),
                        fresh,
                        Reuse.Revalidate.class,
                        Reason.REQUEST_MAX_AGE),
                argumentSet(
                        "RFC 9111 §5.2.1.3: min-fresh is too much",
                        get("Cache-Control: min-fresh=61"),
                        fresh,
                        Reuse.Revalidate.class,
                        Reason.REQUEST_MIN_FRESH));
    }

    static Stream<Arguments> forwarded() {
        ResponseHead fresh = ok("Cache-Control: max-age=160");
        ResponseHead assumed = ok("Last-Modified: " + At.date(-100_000));
        return Stream.of(
                argumentSet("RFC 9111 §4: another method", request("POST"), fresh, Reuse.Forward.class, Reason.METHOD),
                argumentSet(
                        "another method with only-if-cached",
                        request("PUT", "Cache-Control: only-if-cached"),
                        fresh,
                        Reuse.Forward.class,
                        Reason.METHOD),
                argumentSet(
                        "RFC 9110 §9.1: a method in another case",
                        request("get"),
                        fresh,
                        Reuse.Forward.class,
                        Reason.METHOD),
                argumentSet(
                        "RFC 9111 §4.3.2: If-Match",
                        get("If-Match: \"1\""),
                        fresh,
                        Reuse.Forward.class,
                        Reason.REQUEST_PRECONDITION),
                argumentSet(
                        "RFC 9111 §4.3.2: If-Unmodified-Since",
                        get("If-Unmodified-Since: " + At.date(0)),
                        fresh,
                        Reuse.Forward.class,
                        Reason.REQUEST_PRECONDITION),
                argumentSet(
                        "RFC 9111 §4.1: Vary: *",
                        get(),
                        ok("Cache-Control: max-age=160", "Vary: *"),
                        Reuse.Forward.class,
                        Reason.VARY_MISS),
                argumentSet(
                        "RFC 9111 §4.1: another variant",
                        get("X: 1"),
                        ok("Cache-Control: max-age=160", "Vary: x"),
                        Reuse.Forward.class,
                        Reason.VARY_MISS),
                argumentSet(
                        "RFC 9111 §7.3: a Cookie, the lifetime assumed",
                        get("Cookie: a=b"),
                        assumed,
                        Reuse.Forward.class,
                        Reason.CREDENTIALS_WITHOUT_LIFETIME),
                argumentSet(
                        "RFC 9111 §7.3: Authorization, the lifetime assumed",
                        get("Authorization: x"),
                        assumed,
                        Reuse.Forward.class,
                        Reason.CREDENTIALS_WITHOUT_LIFETIME));
    }

    static Stream<Arguments> unsatisfiable() {
        RequestHead onlyIfCached = get("Cache-Control: only-if-cached");
        return Stream.of(
                argumentSet(
                        "RFC 9111 §5.2.1.7: stale",
                        onlyIfCached,
                        ok("Cache-Control: max-age=40"),
                        Reuse.Unsatisfiable.class,
                        Reason.ONLY_IF_CACHED),
                argumentSet(
                        "RFC 9111 §5.2.1.7: no-cache",
                        onlyIfCached,
                        ok("Cache-Control: no-cache"),
                        Reuse.Unsatisfiable.class,
                        Reason.ONLY_IF_CACHED),
                argumentSet(
                        "RFC 9111 §5.2.1.7: another variant",
                        onlyIfCached,
                        ok("Vary: *"),
                        Reuse.Unsatisfiable.class,
                        Reason.ONLY_IF_CACHED));
    }

    @Test
    void nothing_stored_is_a_miss() {
        assertThat(decide(get())).isEqualTo(new Reuse.Forward(Reason.URI_MISS));
        assertThat(decide(get("Cache-Control: only-if-cached")))
                .isEqualTo(new Reuse.Unsatisfiable(Reason.ONLY_IF_CACHED));
    }

    @Test
    void the_most_recent_of_several_that_match_is_used_by_its_date() {
        StoredHead older = At.stored(get(), ok("Cache-Control: max-age=900", "Date: " + At.date(-50)), 10);
        StoredHead newer = At.stored(get(), ok("Cache-Control: max-age=900", "Date: " + At.date(-40)), 20);
        StoredHead other = At.stored(get("X: 1"), ok("Cache-Control: max-age=900", "Vary: X"), 0);

        for (List<StoredHead> candidates : List.of(List.of(older, newer, other), List.of(other, newer, older))) {
            assertThat(decide(get(), candidates.toArray(StoredHead[]::new)))
                    .isInstanceOfSatisfying(Reuse.Serve.class, serve -> assertThat(serve.stored())
                            .isSameAs(newer));
        }
    }

    @Test
    void the_later_to_arrive_is_used_of_two_with_one_date() {
        StoredHead first = At.stored(get(), ok("Cache-Control: max-age=900", "Date: " + At.date(-50)), 20);
        StoredHead second = At.stored(get(), ok("Cache-Control: max-age=900", "Date: " + At.date(-50)), 10);

        for (List<StoredHead> candidates : List.of(List.of(first, second), List.of(second, first))) {
            assertThat(decide(get(), candidates.toArray(StoredHead[]::new)))
                    .isInstanceOfSatisfying(Reuse.Serve.class, serve -> assertThat(serve.stored())
                            .isSameAs(second));
        }
    }

    @Test
    void an_exact_match_is_used_rather_than_a_later_one_by_language() {
        StoredHead exact = german("de, fr;q=0.5", 900, -50);
        StoredHead byLanguage = german("en, de", 900, -40);
        StoredHead french = At.stored(
                get("Accept-Language: fr"),
                ok("Cache-Control: max-age=900", "Vary: Accept-Language", "Content-Language: fr"));

        assertServed(get("Accept-Language: fr;q=0.5, de"), exact, exact, byLanguage, french);
    }

    @Test
    void the_most_recent_of_several_that_match_by_language_is_used() {
        StoredHead older = german("en, de", 900, -50);
        StoredHead newer = german("de, it", 900, -40);

        assertServed(get("Accept-Language: de, fr;q=0.5"), newer, older, newer);
    }

    @Test
    void a_stale_exact_match_is_validated_even_beside_a_fresh_one_by_language() {
        StoredHead exact = german("de", 1, -50);
        StoredHead byLanguage = german("en, de", 900, -40);

        assertThat(decide(get("Accept-Language: de"), byLanguage, exact))
                .isInstanceOfSatisfying(Reuse.Revalidate.class, revalidate -> assertThat(revalidate.stored())
                        .isSameAs(exact));
    }

    @Test
    void a_stale_response_without_a_validator_is_kept_as_a_stand_in_only() {
        assertThat(decide(get(), At.stored(get(), ok("Cache-Control: max-age=1"), AGE)))
                .isInstanceOfSatisfying(Reuse.Revalidate.class, revalidate -> assertThat(revalidate.conditional())
                        .isFalse());
        assertThat(decide(get(), At.stored(get(), ok("Cache-Control: max-age=1", "ETag: \"1\""), AGE)))
                .isInstanceOfSatisfying(Reuse.Revalidate.class, revalidate -> assertThat(revalidate.conditional())
                        .isTrue());
    }

    private static StoredHead german(String acceptLanguage, long maxAge, long date) {
        ResponseHead response = ok(
                "Cache-Control: max-age=" + maxAge,
                "Date: " + At.date(date),
                "Vary: Accept-Language",
                "Content-Language: de");
        return At.stored(get("Accept-Language: " + acceptLanguage), response, -date);
    }

    /** Whatever the order of the candidates. */
    private static void assertServed(RequestHead request, StoredHead expected, StoredHead... candidates) {
        for (int i = 0; i < candidates.length; i++) {
            List<StoredHead> rotated = new ArrayList<>(List.of(candidates));
            Collections.rotate(rotated, i);
            assertThat(decide(request, rotated.toArray(StoredHead[]::new)))
                    .isInstanceOfSatisfying(Reuse.Serve.class, serve -> assertThat(serve.stored())
                            .isSameAs(expected));
        }
    }

    private static Reuse decide(RequestHead request, StoredHead... candidates) {
        return Reuse.decide(request, List.of(candidates), PolicySettings.DEFAULT, NOW);
    }

    @ParameterizedTest(name = "{argumentSetName}")
    @MethodSource("beyondStaleAndWhole")
    void parts_and_what_may_be_refreshed_behind(
            RequestHead request, ResponseHead response, Class<? extends Reuse> what, Reason reason) {
        Reuse reuse = decide(request, At.stored(get(), response, AGE));

        assertThat(reuse).isInstanceOf(what);
        assertThat(reuse.reason()).isEqualTo(reason);
    }

    static Stream<Arguments> beyondStaleAndWhole() {
        ResponseHead behind = ok("Cache-Control: max-age=90, stale-while-revalidate=30", "ETag: \"v\"");
        String fresh = "Cache-Control: max-age=160";
        ResponseHead part = part(fresh, "ETag: \"v\"");
        ResponseHead settled = ok("Cache-Control: max-age=160, immutable");
        return Stream.of(
                argumentSet(
                        "RFC 5861 §3: refreshed behind",
                        get(),
                        behind,
                        Reuse.ServeAndRevalidate.class,
                        Reason.STALE_WHILE_REVALIDATE),
                argumentSet(
                        "RFC 5861 §3: only-if-cached takes it",
                        get("Cache-Control: only-if-cached"),
                        behind,
                        Reuse.ServeAndRevalidate.class,
                        Reason.STALE_WHILE_REVALIDATE),
                argumentSet(
                        "RFC 9111 §5.2.1.3: min-fresh wants none of it",
                        get("Cache-Control: min-fresh=1"),
                        behind,
                        Reuse.Revalidate.class,
                        Reason.STALE),
                argumentSet(
                        "RFC 9111 §5.2.1.4: nor does no-cache",
                        get("Cache-Control: no-cache"),
                        behind,
                        Reuse.Revalidate.class,
                        Reason.REQUEST_NO_CACHE),
                argumentSet(
                        "a QUERY cannot be repeated", request("QUERY"), behind, Reuse.Revalidate.class, Reason.STALE),
                argumentSet(
                        "RFC 8246 §2: immutable outweighs max-age",
                        get("Cache-Control: max-age=0"),
                        settled,
                        Reuse.Serve.class,
                        Reason.FRESH),
                argumentSet(
                        "RFC 8246 §2: but only while fresh",
                        get("Cache-Control: max-age=0"),
                        ok("Cache-Control: max-age=90, immutable"),
                        Reuse.Revalidate.class,
                        Reason.REQUEST_MAX_AGE),
                argumentSet(
                        "RFC 8246 §2: and not no-cache",
                        get("Cache-Control: no-cache"),
                        settled,
                        Reuse.Revalidate.class,
                        Reason.REQUEST_NO_CACHE),
                argumentSet(
                        "RFC 9111 §3.3: a range that is here",
                        get("Range: bytes=1-2"),
                        part,
                        Reuse.ServeParts.class,
                        Reason.PARTS_FRESH),
                argumentSet(
                        "RFC 9111 §3.3: a range that is not",
                        get("Range: bytes=4-6"),
                        part,
                        Reuse.Forward.class,
                        Reason.PARTIAL),
                argumentSet("RFC 9111 §3.4: the whole", get(), part, Reuse.Complete.class, Reason.PARTIAL),
                argumentSet("RFC 9111 §3.4: not for HEAD", request("HEAD"), part, Reuse.Forward.class, Reason.PARTIAL),
                argumentSet(
                        "RFC 9111 §3.4: a weak validator completes nothing",
                        get(),
                        part(fresh, "ETag: W/\"v\""),
                        Reuse.Forward.class,
                        Reason.PARTIAL),
                argumentSet(
                        "RFC 9111 §4.2: a stale part",
                        get("Range: bytes=1-2"),
                        part("Cache-Control: max-age=90", "ETag: \"v\""),
                        Reuse.Forward.class,
                        Reason.STALE),
                argumentSet(
                        "RFC 9111 §5.2.1.4: a part that is not wanted",
                        get("Range: bytes=1-2", "Cache-Control: no-cache"),
                        part,
                        Reuse.Forward.class,
                        Reason.STALE),
                argumentSet(
                        "RFC 9111 §4.1: a part of another variant",
                        get("Range: bytes=1-2", "A: 1"),
                        part(fresh, "ETag: \"v\"", "Vary: A"),
                        Reuse.Forward.class,
                        Reason.URI_MISS),
                argumentSet(
                        "RFC 9111 §7.3: credentials and a lifetime nobody stated",
                        get("Range: bytes=1-2", "Cookie: id=1"),
                        part("Last-Modified: " + At.date(-1_000_000)),
                        Reuse.Forward.class,
                        Reason.STALE));
    }

    @Test
    void each_kind_of_decision_has_its_case() {
        Reuse.Cases<String> names = new Reuse.Cases<>() {
            @Override
            public String serve(Reuse.Serve serve) {
                return "serve";
            }

            @Override
            public String serveAndRevalidate(Reuse.ServeAndRevalidate serve) {
                return "serve-and-revalidate";
            }

            @Override
            public String serveParts(Reuse.ServeParts serve) {
                return "serve-parts";
            }

            @Override
            public String complete(Reuse.Complete complete) {
                return "complete";
            }

            @Override
            public String revalidate(Reuse.Revalidate revalidate) {
                return "revalidate";
            }

            @Override
            public String forward(Reuse.Forward forward) {
                return "forward";
            }

            @Override
            public String unsatisfiable(Reuse.Unsatisfiable unsatisfiable) {
                return "unsatisfiable";
            }
        };
        ResponseHead part = part("Cache-Control: max-age=160", "ETag: \"v\"");
        ResponseHead behind = ok("Cache-Control: max-age=90, stale-while-revalidate=30");

        assertThat(decide(get(), At.stored(get(), ok("Cache-Control: max-age=160"), AGE))
                        .as(names))
                .isEqualTo("serve");
        assertThat(decide(get(), At.stored(get(), behind, AGE)).as(names)).isEqualTo("serve-and-revalidate");
        assertThat(decide(get("Range: bytes=0-1"), At.stored(get(), part, AGE)).as(names))
                .isEqualTo("serve-parts");
        assertThat(decide(get(), At.stored(get(), part, AGE)).as(names)).isEqualTo("complete");
        assertThat(decide(get(), At.stored(get(), ok("Cache-Control: max-age=9"), AGE))
                        .as(names))
                .isEqualTo("revalidate");
        assertThat(decide(get()).as(names)).isEqualTo("forward");
        assertThat(decide(get("Cache-Control: only-if-cached")).as(names)).isEqualTo("unsatisfiable");
    }

    private static ResponseHead part(String... lines) {
        List<String> all = new ArrayList<>(List.of(lines));
        all.add("Content-Range: bytes 0-4/10");
        return response(206, all.toArray(String[]::new));
    }
}
