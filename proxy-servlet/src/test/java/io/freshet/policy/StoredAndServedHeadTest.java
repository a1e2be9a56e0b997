package io.freshet.policy;

import static io.freshet.http.Heads.fields;
import static io.freshet.http.Heads.get;
import static io.freshet.http.Heads.ok;
import static io.freshet.policy.At.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.http.ResponseHead;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class StoredAndServedHeadTest {

    private static final String DATE = "Date: " + At.date(-5);
    private static final Freshness OLD = new Freshness(Duration.ofSeconds(60), Duration.ofMillis(7999), Reason.MAX_AGE);

    @Test
    void a_stored_head_has_the_selecting_request_fields_and_no_fields_of_the_connection() {
        StoredHead stored = StoredHeads.of(
                get("Accept: a", "Cookie: secret"),
                ok("Vary: Accept", "Connection: X-Hop", "X-Hop: 1", DATE, "X: \"a\" ,b", "X: c"),
                At.STRICT,
                NOW.minusSeconds(1),
                NOW);

        assertThat(stored.request()).isEqualTo(get("Accept: a"));
        assertThat(stored.response()).isEqualTo(ok("Vary: Accept", DATE, "X: \"a\" ,b", "X: c"));
        assertThat(stored.requestTime()).isEqualTo(NOW.minusSeconds(1));
        assertThat(stored.responseTime()).isEqualTo(NOW);
    }

    @Test
    void a_stored_head_lacks_private_fields_and_never_a_date() {
        ResponseHead response =
                ok("Cache-Control: private=\"X-User, set-cookie\"", "X-User: u", "Set-Cookie: a", "X: 1");

        assertThat(StoredHeads.of(get(), response, At.STRICT, NOW, NOW).response())
                .isEqualTo(ok("Cache-Control: private=\"X-User, set-cookie\"", "X: 1", "Date: " + At.date(0)));
    }

    @Test
    void a_served_head_has_its_age_in_whole_seconds_and_only_one() {
        StoredHead stored = At.stored(get(), ok("Age: 3", DATE, "age: 4", "X: 1"));

        assertThat(ServedHead.of(stored, OLD, At.STRICT).fields()).isEqualTo(fields("Age: 7", DATE, "X: 1"));
    }

    @Test
    void fields_that_need_validation_are_served_only_after_it() {
        StoredHead stored = At.stored(get(), ok(DATE, "Cache-Control: no-cache=\"x-user\"", "X-User: u", "X: 1"));

        assertThat(ServedHead.of(stored, OLD, At.STRICT).fields().contains("X-User"))
                .isFalse();
        assertThat(ServedHead.validated(stored, OLD).fields())
                .isEqualTo(fields(DATE, "Cache-Control: no-cache=\"x-user\"", "X-User: u", "X: 1", "Age: 7"));
    }

    @Test
    void serving_leaves_the_stored_head_alone() {
        StoredHead stored = At.stored(get(), ok(DATE, "X: 1"));

        ServedHead.of(stored, OLD, At.STRICT);

        assertThat(stored.response()).isEqualTo(ok(DATE, "X: 1"));
    }
}
