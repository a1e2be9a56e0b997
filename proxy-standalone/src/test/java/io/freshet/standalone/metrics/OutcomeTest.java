package io.freshet.standalone.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import org.eclipse.jetty.http.HttpFields;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OutcomeTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Freshet; hit; ttl=59                                              | hit       | none",
                "Freshet; hit; ttl=-3; detail=stale-while-revalidate               | hit       | stale-while-revalidate",
                "Freshet; fwd=uri-miss; fwd-status=200; stored                     | miss      | uri-miss",
                "Freshet; fwd=uri-miss; fwd-status=200; detail=no-store            | miss      | no-store",
                "Freshet; fwd=stale; fwd-status=304; ttl=60                        | validated | stale",
                "Freshet; fwd=uri-miss; fwd-status=200; ttl=60; collapsed          | collapsed | uri-miss",
                "Freshet; fwd=bypass; fwd-status=200; detail=request-no-store      | bypass    | request-no-store",
                "Freshet; fwd=method; fwd-status=204                               | bypass    | method",
                "Freshet; hit, Freshet; fwd=uri-miss                               | miss      | uri-miss",
                "Other; hit, Freshet; hit; ttl=1                                   | hit       | none",
                "Freshet; hit; ttl=1; key=\"/?Freshet; fwd=x; detail=y\"           | hit       | none",
                "Freshet; fwd=uri-miss; key=\"\\\"Freshet; hit\"; detail=no-store   | miss      | no-store",
                "Other; hit                                                        | refused   | none",
                "''                                                                | refused   | none",
            })
    void isWhatTheResponseSaysOfItself(String cacheStatus, String kind, String reason) {
        assertThat(Outcome.of(cacheStatus)).isEqualTo(new Outcome(kind, reason));
    }

    /** What is behind has one of its own. */
    @Test
    void isWhatTheLastLineSays() {
        HttpFields fields = HttpFields.build()
                .add("Cache-Status", "Freshet; fwd=uri-miss")
                .add("Cache-Status", "Freshet; hit")
                .asImmutable();

        assertThat(Outcome.of(fields)).isEqualTo(new Outcome("hit", "none"));
    }

    @Test
    void isARefusalWhereTheResponseSaysNothing() {
        assertThat(Outcome.of(HttpFields.EMPTY).kind()).isEqualTo("refused");
    }
}
