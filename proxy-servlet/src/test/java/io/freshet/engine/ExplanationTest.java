package io.freshet.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import io.freshet.engine.collapsing.OriginFailure;
import io.freshet.engine.course.Explanation;
import io.freshet.engine.response.Step;
import io.freshet.engine.response.Step.Answer;
import io.freshet.engine.response.Step.Fetch;
import io.freshet.http.RequestHead;
import io.freshet.policy.Ending;
import io.freshet.policy.Reason;
import io.freshet.policy.Reuse;
import java.time.Duration;
import java.util.stream.Stream;
import org.eclipse.jetty.http.HttpFields;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is said would happen, against what then does. */
class ExplanationTest extends EngineFixture {

    private static final String FRESH = "Cache-Control: max-age=60|ETag: \"v\"";

    @ParameterizedTest(name = "{argumentSetName}")
    @MethodSource("decisions")
    void says_what_begin_then_does(
            String stored, long ageSeconds, RequestHead request, Class<? extends Reuse> decision, Reason reason) {
        if (!stored.isEmpty()) {
            fill(get("Accept: a/b"), 200, stored, "content");
        }
        clock.advance(Duration.ofSeconds(ageSeconds));

        Explanation explanation = engine.explain(request, false);

        assertThat(explanation.decision()).isInstanceOf(decision);
        assertThat(explanation.decision().reason()).isEqualTo(reason);
        Step step = engine.begin(request, false);
        assertThat(step instanceof Fetch)
                .isEqualTo(
                        !explanation.decision().serves() && !(explanation.decision() instanceof Reuse.Unsatisfiable));
        if (step instanceof Fetch fetch) {
            assertThat(explanation.originFields()).contains(fetch.originFields());
        } else {
            Answer answer = (Answer) step;
            assertThat(explanation.originFields().isPresent())
                    .isEqualTo(answer.behind().isPresent());
        }
    }

    static Stream<Arguments> decisions() {
        RequestHead get = get("Accept: a/b");
        return Stream.of(
                argumentSet("RFC 9111 §4: nothing stored", "", 0L, get, Reuse.Forward.class, Reason.URI_MISS),
                argumentSet("RFC 9111 §4.2: fresh", FRESH, 1L, get, Reuse.Serve.class, Reason.FRESH),
                argumentSet("RFC 9111 §4.3: stale", FRESH, 61L, get, Reuse.Revalidate.class, Reason.STALE),
                argumentSet(
                        "RFC 5861 §3: stale, refreshed behind",
                        "Cache-Control: max-age=60, stale-while-revalidate=9",
                        61L,
                        get,
                        Reuse.ServeAndRevalidate.class,
                        Reason.STALE_WHILE_REVALIDATE),
                argumentSet(
                        "RFC 9111 §4.1: another variant",
                        FRESH + "|Vary: Accept",
                        1L,
                        get("Accept: c/d"),
                        Reuse.Forward.class,
                        Reason.VARY_MISS),
                argumentSet(
                        "RFC 9111 §5.2.1.4: the request asks for more",
                        FRESH,
                        1L,
                        get("Cache-Control: no-cache"),
                        Reuse.Revalidate.class,
                        Reason.REQUEST_NO_CACHE),
                argumentSet(
                        "RFC 9111 §5.2.1.7: only if cached",
                        "",
                        0L,
                        get("Cache-Control: only-if-cached"),
                        Reuse.Unsatisfiable.class,
                        Reason.ONLY_IF_CACHED),
                argumentSet("RFC 9111 §4: unsafe", FRESH, 1L, request("PUT"), Reuse.Forward.class, Reason.METHOD));
    }

    @Test
    void saysThatContentThatIsNoPartOfTheKeyBypassesTheCache() {
        fill(get(), 200, FRESH, "content");

        assertThat(engine.explain(get(), true).decision()).isEqualTo(new Reuse.Forward(Reason.BYPASS));
    }

    @Test
    void namesTheRuleForAndAgainstEverythingStored() {
        fill(get("Accept: a/b"), 200, FRESH + "|Vary: Accept", "ab");
        fill(get("Accept: c/d"), 200, "Cache-Control: max-age=5|ETag: \"c\"|Vary: Accept", "cd");
        fill(get("Accept: e/f"), 200, "Cache-Control: max-age=60|Vary: Accept|Cache-Groups: \"g\"", "ef");
        clock.advance(Duration.ofSeconds(10));
        RequestHead elsewhere = new RequestHead("POST", ORIGIN + "/other", HttpFields.EMPTY);
        ((Fetch) engine.begin(elsewhere, false))
                .onHead(response(204, "Cache-Group-Invalidation: \"g\""), Ending.DELIMITED);

        Explanation explanation = engine.explain(get("Accept: c/d"), false);

        assertThat(explanation.stored())
                .extracting(Explanation.Considered::reason)
                .containsExactlyInAnyOrder(Reason.VARY_MISS, Reason.STALE, Reason.INVALIDATED);
        assertThat(explanation.stored())
                .filteredOn(considered -> considered.reason() == Reason.STALE)
                .extracting(considered -> considered.freshness().basis())
                .containsExactly(Reason.MAX_AGE);
    }

    @Test
    void saysWhatWouldStandInForAFailingOrigin() {
        fill(get(), 200, "Cache-Control: max-age=60, stale-if-error=30|ETag: \"v\"", "content");
        clock.advance(Duration.ofSeconds(70));
        assertThat(engine.explain(get(), false).ifOriginFails())
                .hasValueSatisfying(verdict -> assertThat(verdict.allowed()).isTrue());

        Answer standIn = ((Fetch) engine.begin(get(), false)).onFailure(OriginFailure.REFUSED);
        assertThat(text(standIn)).isEqualTo("content");
    }

    @Test
    void changesNothing() {
        fill(get(), 200, "Cache-Control: max-age=60, stale-while-revalidate=30", "old");
        clock.advance(Duration.ofSeconds(70));
        engine.explain(get(), false);

        assertThat(answered(get()).behind())
                .as("the refresh is still to be begun")
                .isPresent();
    }
}
