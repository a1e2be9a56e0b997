package io.freshet.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.http.RequestHead;
import io.freshet.http.ResponseHead;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.eclipse.jetty.http.HttpFields;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an operator says counts, and nothing of what he does not say is changed. */
class ResponseRulesTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final RequestHead REQUEST = new RequestHead("GET", "http://o/x", HttpFields.EMPTY);

    /** Lifetimes in seconds, a dash for none; "no" where it may not be stored. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # origin says                      | ttl | min | max | ignore            | fresh for | from
            max-age=60                         | -   | -   | -   | -                 | 60        | MAX_AGE
            max-age=60                         | 5   | -   | -   | -                 | 5         | RULE
            max-age=60                         | -   | 100 | -   | -                 | 100       | RULE
            max-age=60                         | -   | 10  | 30  | -                 | 30        | RULE
            max-age=60                         | -   | 10  | 90  | -                 | 60        | RULE
            s-maxage=60, max-age=1             | -   | -   | 30  | -                 | 30        | RULE
            max-age=60                         | 5   | -   | -   | max-age           | 5         | RULE
            max-age=600                        | -   | -   | -   | max-age           | 60        | DEFAULT_TTL
            no-store                           | 5   | -   | -   | -                 | no        | NO_STORE
            no-store                           | 5   | -   | -   | no-store          | 5         | RULE
            no-store, private                  | 5   | -   | -   | no-store          | no        | PRIVATE
            private, max-age=9                 | -   | -   | -   | private           | 9         | RULE
            'private="set-cookie", max-age=9'  | -   | -   | 8   | -                 | 8         | RULE
            no-cache                           | 5   | -   | -   | no-cache          | 5         | RULE
            """)
    void lifetimes(String says, String ttl, String min, String max, String ignore, String fresh, Reason from) {
        Overrides overrides = overrides(seconds(ttl), seconds(min), seconds(max), words(ignore));
        ResponseHead response = apply(response("Cache-Control", says), overrides);

        Verdict verdict = Storability.judge(REQUEST, response, PolicySettings.DEFAULT);
        if (fresh.equals("no")) {
            assertThat(verdict).isEqualTo(Verdict.no(from));
            return;
        }
        assertThat(verdict.allowed()).isTrue();
        Freshness freshness = Freshness.of(new StoredHead(REQUEST, response, NOW, NOW), PolicySettings.DEFAULT, NOW);
        assertThat(freshness.remaining()).isEqualTo(Duration.ofSeconds(Long.parseLong(fresh)));
        assertThat(freshness.basis()).isEqualTo(from);
    }

    @Test
    void a_lifetime_of_ones_own_begins_when_the_response_arrives() {
        ResponseHead aged = apply(
                new ResponseHead(
                        200,
                        HttpFields.build(response("Cache-Control", "max-age=60").fields())
                                .add("Age", "100")),
                overrides(Optional.of(Duration.ofSeconds(7)), Optional.empty(), Optional.empty(), Set.of()));

        Freshness freshness = Freshness.of(new StoredHead(REQUEST, aged, NOW, NOW), PolicySettings.DEFAULT, NOW);

        assertThat(freshness.age()).isEqualTo(Duration.ofSeconds(100));
        assertThat(freshness.remaining()).isEqualTo(Duration.ofSeconds(7));
    }

    /** A bound of what nobody stated is still assumed: it makes nothing of one user everybody's. */
    @Test
    void a_bound_of_a_guess_is_no_statement() {
        RequestHead personal =
                new RequestHead("GET", "http://o/me", HttpFields.build().add("Cookie", "session=a"));
        ResponseHead response =
                new ResponseHead(200, HttpFields.build().add("Last-Modified", "Mon, 01 Dec 2025 00:00:00 GMT"));
        for (Overrides bound : List.of(
                overrides(Optional.empty(), Optional.empty(), seconds("60"), Set.of()),
                overrides(Optional.empty(), seconds("999999"), Optional.empty(), Set.of()))) {
            assertThat(Storability.judge(personal, apply(response, bound), PolicySettings.DEFAULT))
                    .isEqualTo(Verdict.no(Reason.CREDENTIALS_WITHOUT_LIFETIME));
        }
    }

    /** One failure, or one odd request, is not everybody's answer for long. */
    @ParameterizedTest
    @CsvSource({"200, true", "301, true", "404, false", "400, false", "401, false", "503, false"})
    void an_error_gets_a_lifetime_only_from_a_rule_that_names_it(int status, boolean fresh) {
        Overrides day = overrides(Optional.of(Duration.ofDays(1)), Optional.empty(), Optional.empty(), Set.of());
        ResponseHead response = new ResponseHead(status, HttpFields.EMPTY);

        for (boolean named : List.of(false, true)) {
            ResponseHead ruled = new ResponseRules(List.of(new ResponseRules.Conditional(any -> true, named, day)))
                    .apply(REQUEST, response, Optional.empty(), PolicySettings.DEFAULT, NOW, NOW);
            Freshness freshness = Freshness.of(new StoredHead(REQUEST, ruled, NOW, NOW), PolicySettings.DEFAULT, NOW);
            assertThat(freshness.basis() == Reason.RULE).isEqualTo(fresh || named);
        }
    }

    @Test
    void what_cannot_be_read_again_is_not_stored() {
        Overrides many = overrides(Optional.of(Duration.ofDays(1)), Optional.empty(), Optional.empty(), Set.of())
                .tagged("x".repeat(9000));

        assertThat(Storability.judge(
                        REQUEST, apply(response("Cache-Control", "max-age=5"), many), PolicySettings.DEFAULT))
                .isEqualTo(Verdict.no(Reason.BYPASS));
    }

    /** RFC 9111 §4.2.4: what forbids stale use goes on forbidding it unless that is ignored in so many words. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            max-age=1                  | -               | 3600
            max-age=1, must-revalidate | -               | 0
            s-maxage=1                 | -               | 0
            max-age=1, must-revalidate | must-revalidate | 3600
            s-maxage=1                 | must-revalidate | 3600
            """)
    void stale_windows(String says, String ignore, long seconds) {
        Overrides overrides = new Overrides(
                List.of("r"),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(Duration.ofHours(1)),
                Optional.empty(),
                words(ignore),
                Optional.empty(),
                Optional.empty(),
                Set.of(),
                Optional.empty(),
                HttpFields.EMPTY,
                Set.of());

        ResponseHead response = apply(response("Cache-Control", says), overrides);

        assertThat(StaleIfError.window(ResponseDirectives.of(response, PolicySettings.DEFAULT), PolicySettings.DEFAULT))
                .isEqualTo(Duration.ofSeconds(seconds));
    }

    @Test
    void what_is_ignored_is_told_and_only_what_was_said() {
        ResponseHead response = apply(
                response("Cache-Control", "no-store, max-age=5"),
                overrides(
                        Optional.of(Duration.ofSeconds(7)),
                        Optional.empty(),
                        Optional.empty(),
                        Set.of("no-store", "private")));

        assertThat(OperatorDirectives.told(response)).hasValue("rule r ignores no-store");
    }

    /** What rules say is no field: an origin neither says it nor takes it away, and a 304 brings none of it. */
    @Test
    void a_field_of_the_origin_never_stands_for_what_rules_say() {
        HttpFields fields = HttpFields.build()
                .add("Cache-Control", "max-age=5, private=\"freshet-directed\"")
                .add("Freshet-Directed", "max-age=999")
                .asImmutable();
        ResponseHead plain = ResponseRules.NONE.apply(
                REQUEST, new ResponseHead(200, fields), Optional.empty(), PolicySettings.DEFAULT, NOW, NOW);
        ResponseHead ruled = apply(
                new ResponseHead(200, fields),
                overrides(Optional.of(Duration.ofSeconds(60)), Optional.empty(), Optional.empty(), Set.of()));

        assertThat(plain.fields()).isEqualTo(fields);
        assertThat(remaining(plain)).isEqualTo(Duration.ofSeconds(5));
        assertThat(ruled.fields()).isEqualTo(fields);
        assertThat(remaining(ruled)).isEqualTo(Duration.ofSeconds(60));
    }

    private static Duration remaining(ResponseHead response) {
        StoredHead stored = StoredHeads.of(REQUEST, response, PolicySettings.DEFAULT, NOW, NOW);
        return Freshness.of(stored, PolicySettings.DEFAULT, NOW).remaining();
    }

    /** An origin can say so much that nothing fits beside it: then the response is validated. */
    @Test
    void what_is_made_stale_is_never_left_fresh() {
        String names = IntStream.range(0, 1600).mapToObj(i -> "n" + i).collect(Collectors.joining(","));
        StoredHead stored =
                new StoredHead(REQUEST, response("Cache-Control", "max-age=600, no-cache=\"" + names + "\""), NOW, NOW);

        StoredHead soft = OperatorDirectivesEncoder.stale(stored, PolicySettings.DEFAULT, NOW.plusSeconds(5));

        assertThat(soft.response().overriding().orElseThrow().text()).isEqualTo("no-cache, max-age=5");

        assertThat(Freshness.of(soft, PolicySettings.DEFAULT, NOW.plusSeconds(5))
                        .fresh())
                .isFalse();
    }

    @Test
    void tags_cover_a_response_as_those_of_its_origin_do() {
        Overrides overrides = new Overrides(
                List.of("r"),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Set.of(),
                Optional.empty(),
                Optional.empty(),
                Set.of("a", "b\"c\\"),
                Optional.empty(),
                HttpFields.EMPTY,
                Set.of());
        ResponseHead response = apply(response("Cache-Control", "max-age=5"), overrides);
        StoredHead stored = new StoredHead(REQUEST, response, NOW, NOW);

        assertThat(InvalidationScope.Tag.named("a").covers(stored)).isTrue();
        assertThat(InvalidationScope.Tag.named("b\"c\\").covers(stored)).isTrue();
        assertThat(InvalidationScope.Tag.named("c").covers(stored)).isFalse();
    }

    /** Asked for 100 s ago. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "max-age=600                             | 0    | true  | true",
                "max-age=600                             | 60   | true  | true",
                "max-age=600, stale-while-revalidate=1   | 3599 | true  | true",
                "max-age=600                             | 3601 | true  | false",
                "max-age=600, stale-while-revalidate=9999 | 3601 | true | true",
                "max-age=600, must-revalidate            | 60   | true  | false",
                "max-age=600, no-cache                   | 60   | true  | false",
                "s-maxage=600                            | 60   | true  | false",
                "max-age=99                              | 0    | false | false",
                "max-age=99, stale-while-revalidate=60   | 0    | false | true",
            })
    void what_was_made_stale_may_answer_for_an_hour_unless_it_was_stale_or_may_not(
            String control, int secondsAfter, boolean changed, boolean answers) {
        StoredHead stored = new StoredHead(
                REQUEST, response("Cache-Control", control), NOW.minusSeconds(100), NOW.minusSeconds(100));
        StoredHead soft = OperatorDirectivesEncoder.stale(stored, PolicySettings.DEFAULT, NOW);

        Freshness freshness = Freshness.of(soft, PolicySettings.DEFAULT, NOW.plusSeconds(secondsAfter));

        assertThat(freshness.fresh()).isFalse();
        assertThat(soft.equals(stored)).isNotEqualTo(changed);
        assertThat(StaleWhileRevalidate.allows(soft, freshness, PolicySettings.DEFAULT))
                .isEqualTo(answers);
    }

    private static ResponseHead apply(ResponseHead response, Overrides overrides) {
        return new ResponseRules(List.of(new ResponseRules.Conditional(any -> true, false, overrides)))
                .apply(REQUEST, response, Optional.empty(), PolicySettings.DEFAULT, NOW, NOW);
    }

    private static ResponseHead response(String name, String value) {
        return new ResponseHead(
                200, HttpFields.build().add("Content-Type", "text/plain").add(name, value));
    }

    private static Overrides overrides(
            Optional<Duration> ttl, Optional<Duration> min, Optional<Duration> max, Set<String> ignored) {
        boolean nothing = ttl.isEmpty() && min.isEmpty() && max.isEmpty() && ignored.isEmpty();
        return nothing
                ? Overrides.NONE
                : new Overrides(
                        List.of("r"),
                        ttl,
                        min,
                        max,
                        Optional.empty(),
                        Optional.empty(),
                        ignored,
                        Optional.empty(),
                        Optional.empty(),
                        Set.of(),
                        Optional.empty(),
                        HttpFields.EMPTY,
                        Set.of());
    }

    private static Optional<Duration> seconds(String text) {
        return text.equals("-") ? Optional.empty() : Optional.of(Duration.ofSeconds(Long.parseLong(text)));
    }

    private static Set<String> words(String text) {
        return text.equals("-") ? Set.of() : Arrays.stream(text.split(" ", -1)).collect(Collectors.toUnmodifiableSet());
    }
}
