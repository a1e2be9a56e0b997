package io.freshet.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.engine.response.CachedHit;
import io.freshet.engine.response.Step.Answer;
import io.freshet.http.RequestHead;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.eclipse.jetty.http.HttpFields;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An answer kept ready says at any time what one that is made anew says, or it does not hold. */
class ReadyAnswersAgeTest extends EngineFixture {

    private static final Duration STEP = Duration.ofMillis(130);

    @ParameterizedTest
    @CsvSource(delimiter = '~', textBlock = """
            # response                                                    ~ request                  ~ holds for so many seconds
            Cache-Control: max-age=60                                     ~                          ~ 60
            Cache-Control: max-age=60|Age: 7                              ~                          ~ 53
            Cache-Control: s-maxage=60, max-age=5|ETag: "a"               ~ If-None-Match: "a"       ~ 60
            Cache-Control: max-age=60|ETag: "a"                           ~ Range: bytes=2-3         ~ 60
            Cache-Control: max-age=60|Cache-Status: Freshet; hit; ttl=59  ~                          ~ 60
            Last-Modified: Wed, 31 Dec 2025 23:50:00 GMT                  ~                          ~ 60
            Cache-Control: max-age=60                                     ~ Cache-Control: max-age=30~ 1
            Cache-Control: max-age=60                                     ~ Cache-Control: min-fresh=30~ 1
            Cache-Control: max-age=60                                     ~ Cache-Control: max-stale ~ 1
            Cache-Control: max-age=60                                     ~ Pragma: x                ~ 1
            """)
    void says_its_age_or_does_not_hold(String response, String requested, int holds) {
        RequestHead request = get(Optional.ofNullable(requested).orElse(""));
        fill(get(), 200, response, "content");
        clock.advance(Duration.ofMillis(400));
        CachedHit ready = engine.ready(request).orElseThrow().hit();
        Instant made = clock.instant();

        Instant last = made;
        for (int i = 0; i < 600; i++) {
            Optional<Answer> kept = engine.answer(ready, ready.head());
            if (kept.isPresent()) {
                last = clock.instant();
                CachedHit anew = engine.ready(request).orElseThrow().hit();
                assertThat(kept.get().head()).isEqualTo(anew.head());
                assertThat(text(kept.get()))
                        .isEqualTo(text(engine.answer(anew, anew.head()).orElseThrow()));
            }
            clock.advance(STEP);
        }
        assertThat(Duration.between(made, last))
                .isBetween(Duration.ofSeconds(holds - 1).minus(STEP), Duration.ofSeconds(holds));
    }

    @ParameterizedTest
    @CsvSource({"Age", "Cache-Status"})
    void leaves_alone_what_was_changed_for_the_client(String field) {
        fill(get(), 200, "Cache-Control: max-age=60", "content");
        CachedHit ready = engine.ready(get()).orElseThrow().hit();
        HttpFields changed =
                HttpFields.build(ready.head().fields()).put(field, "own").asImmutable();
        clock.advance(Duration.ofSeconds(5));

        assertThat(engine.answer(ready, ready.head().with(changed))
                        .orElseThrow()
                        .head()
                        .fields()
                        .getValuesList(field))
                .isEqualTo(List.of("own"));
    }
}
