package io.freshet.policy;

import static io.freshet.http.Heads.ok;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import io.freshet.http.Heads;
import io.freshet.http.ResponseHead;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Which directives count, and what they forbid; the targets are those of {@link At#STRICT}. */
class ResponseDirectivesTest {

    @ParameterizedTest(name = "{argumentSetName}")
    @MethodSource("fields")
    void directives_come_from(ResponseHead response, long maxAge, boolean targeted) {
        ResponseDirectives directives = ResponseDirectives.of(response, At.STRICT);

        assertThat(directives.control().duration("max-age")).contains(Duration.ofSeconds(maxAge));
        assertThat(directives.targeted()).isEqualTo(targeted);
    }

    static Stream<Arguments> fields() {
        String general = "Cache-Control: max-age=1";
        return Stream.of(
                argumentSet("RFC 9111 §5.2: Cache-Control", ok(general), 1L, false),
                argumentSet("RFC 9213 §2.2: a target", ok(general, "CDN-Cache-Control: max-age=2"), 2L, true),
                argumentSet(
                        "RFC 9213 §2.2: the first of two targets",
                        ok(general, "Surrogate-Control: max-age=3", "CDN-Cache-Control: max-age=2"),
                        2L,
                        true),
                argumentSet("RFC 9213 §2.2: the second", ok(general, "Surrogate-Control: max-age=3"), 3L, true),
                argumentSet("RFC 9213 §2.2: an empty one", ok(general, "CDN-Cache-Control:"), 1L, false),
                argumentSet(
                        "RFC 9213 §2.1: one that does not parse",
                        ok(general, "CDN-Cache-Control: max-age=2,,"),
                        1L,
                        false),
                argumentSet(
                        "RFC 9213 §2.1: then the next",
                        ok(general, "CDN-Cache-Control: &", "Surrogate-Control: max-age=3"),
                        3L,
                        true),
                argumentSet("not on the list", ok(general, "Other-Cache-Control: max-age=2"), 1L, false));
    }

    @ParameterizedTest(name = "{0}: must validate {1}, forbids stale use {2}, for everybody {3}")
    @CsvSource(
            quoteCharacter = '\'',
            value = {
                "'max-age=1', false, false, false",
                "'no-cache', true, true, false",
                "'no-cache=\"a\"', false, false, false",
                "'must-revalidate', false, true, false",
                "'proxy-revalidate', false, true, false",
                "'s-maxage=1', false, true, true",
                "'public', false, false, true",
            })
    void rules_4_2_4_and_5_2_2(String control, boolean mustValidate, boolean forbidsStale, boolean shared) {
        ResponseDirectives directives = ResponseDirectives.of(ok("Cache-Control: " + control), At.STRICT);

        assertThat(directives.mustValidate()).isEqualTo(mustValidate);
        assertThat(directives.forbidsStale()).isEqualTo(forbidsStale);
        assertThat(directives.shared()).isEqualTo(shared);
    }

    @ParameterizedTest(name = "RFC 5861 §3: {0}, {1} s after it went stale: {2}")
    @CsvSource(
            quoteCharacter = '\'',
            value = {
                "'max-age=100, stale-while-revalidate=30', -1, false",
                "'max-age=100, stale-while-revalidate=30', 0, true",
                "'max-age=100, stale-while-revalidate=30', 29, true",
                "'max-age=100, stale-while-revalidate=30', 30, false",
                "'max-age=100, stale-while-revalidate=0', 0, false",
                "'max-age=100', 0, true",
                "'max-age=100', 9, true",
                "'max-age=100', 10, false",
                "'max-age=100, stale-while-revalidate=30, must-revalidate', 0, false",
                "'max-age=100, stale-while-revalidate=30, proxy-revalidate', 0, false",
                "'max-age=100, stale-while-revalidate=30, no-cache', 0, false",
                "'s-maxage=100, stale-while-revalidate=30', 0, false",
                "'max-age=100, stale-if-error=30, stale-while-revalidate=0', 5, false",
            })
    void stale_while_revalidate(String control, long staleFor, boolean allowed) {
        PolicySettings tenSeconds = new PolicySettings(
                Duration.ZERO,
                0.1,
                Duration.ZERO,
                Duration.ZERO,
                Duration.ofSeconds(10),
                Duration.ZERO,
                false,
                List.of(),
                true,
                true,
                At.CONCEALMENT);
        StoredHead stored = At.stored(Heads.get(), ok("Cache-Control: " + control, "Date: " + At.date(0)));
        Freshness freshness = Freshness.of(stored, tenSeconds, At.NOW.plusSeconds(100 + staleFor));

        assertThat(StaleWhileRevalidate.allows(stored, freshness, tenSeconds)).isEqualTo(allowed);
    }

    @Test
    void a_surrogate_is_announced_and_its_field_kept_from_others() {
        ResponseHead response = ok("Surrogate-Control: max-age=3", "X: 1");
        PolicySettings without = new PolicySettings(
                Duration.ZERO,
                0.1,
                Duration.ZERO,
                Duration.ZERO,
                Duration.ZERO,
                Duration.ZERO,
                false,
                List.of(),
                true,
                true,
                At.CONCEALMENT);

        assertThat(Surrogate.announced(Heads.fields("A: 1"), At.STRICT))
                .isEqualTo(Heads.fields("A: 1", "Surrogate-Capability: freshet=\"Surrogate/1.0\""));
        assertThat(Surrogate.announced(Heads.fields("A: 1"), without)).isEqualTo(Heads.fields("A: 1"));
        assertThat(Surrogate.forClient(Heads.fields(), response.fields(), At.STRICT))
                .isEqualTo(Heads.fields("X: 1"));
        assertThat(Surrogate.forClient(Heads.fields("Surrogate-Capability: x"), response.fields(), At.STRICT))
                .isEqualTo(response.fields());
        assertThat(Surrogate.forClient(Heads.fields(), response.fields(), without))
                .isEqualTo(response.fields());
    }
}
