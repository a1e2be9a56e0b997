package io.freshet.policy;

import static io.freshet.http.Heads.get;
import static io.freshet.http.Heads.ok;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetentionTest {

    private static final PolicySettings KEEP_1000 = At.settings(Duration.ofSeconds(10), Duration.ofSeconds(1000));

    /** Ten seconds of stale-if-error by settings, a thousand for validation; the response came an hour ago. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(
            quoteCharacter = '\'',
            value = {
                "'fresh, then in case of errors',                'max-age=60',                          '',       0,      70",
                "'fresh, then as long as the response says',     'max-age=60, stale-if-error=500',      '',       0,     560",
                "'fresh, then as long as it is refreshed',       'max-age=60, stale-while-revalidate=500', '',    0,     560",
                "'fresh, then for validation',                   'max-age=60',                          '\"1\"',  0,    1060",
                "'the longer of both',                           'max-age=60, stale-if-error=5000',     '\"1\"',  0,    5060",
                "'age has passed',                               'max-age=60',                          '',      20,      50",
                "'stale on arrival, in case of errors',          'max-age=60',                          '',      65,       5",
                "'stale on arrival, for validation',             'max-age=60',                          '\"1\"', 99,    1000",
                "'stale on arrival for too long',                'max-age=60',                          '',      99,       0",
                "'no stale use allowed',                         'max-age=60, must-revalidate',         '',       0,      60",
                "'RFC 9111 §5.2.2.10: s-maxage allows none',     's-maxage=60, stale-if-error=500',     '',       0,      60",
                "'RFC 9111 §5.2.2.4: never without validation',  'max-age=60, no-cache',                '',       0,       0",
                "'RFC 9111 §5.2.2.4: only for validation',       'max-age=60, no-cache',                '\"1\"',  0,    1060",
                "'a year at most',                               'max-age=9999999999',                  '',       0, 31536000"
            })
    void a_response_is_kept_while_it_is_of_use(String rule, String cacheControl, String tag, long age, long seconds) {
        String etag = tag.isEmpty() ? "X: none" : "ETag: " + tag;
        StoredHead stored = At.stored(get(), ok("Cache-Control: " + cacheControl, "Age: " + age, etag), 3600);

        assertThat(Retention.of(stored, KEEP_1000)).as(rule).isEqualTo(Duration.ofSeconds(seconds));
    }
}
