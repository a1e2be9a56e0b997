package io.freshet.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.engine.response.Step.Answer;
import io.freshet.engine.response.Step.Fetch;
import io.freshet.engine.rules.EngineSettings;
import io.freshet.engine.rules.KeyShape;
import io.freshet.engine.rules.Keys;
import io.freshet.http.ParameterPatterns;
import io.freshet.http.RequestHead;
import io.freshet.policy.CompressionSettings;
import io.freshet.policy.Ending;
import io.freshet.policy.PolicySettings;
import java.time.Duration;
import java.util.List;
import org.eclipse.jetty.http.HttpFields;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which requests share a response that says {@code No-Vary-Search}, and what becomes of it. */
class NoVarySearchKeysTest extends EngineFixture {

    private static final String RULE = "Cache-Control: max-age=60|No-Vary-Search: ";
    private static final String TRACKED = RULE + "params=(\"t\")";

    @ParameterizedTest(name = "{0}: {1} and {2} share: {3}")
    @CsvSource(
            quoteCharacter = '\'',
            value = {
                "'params=(\"t\")', /p?a=1&t=2, /p?a=1&t=3, true",
                "'params=(\"t\")', /p?a=1&t=2, /p?a=1, true",
                "'params=(\"t\")', /p?t=2, /p, true",
                "'params=(\"t\")', /p, /p?t=2, true",
                "'params=(\"t\")', /p?a=1&t=2, /p?t=9&a=1, true",
                "'params=(\"t\")', /p?a=1&t=2, /p?a=2&t=2, false",
                "'params=(\"t\")', /p?a=1&b=2, /p?b=2&a=1, false",
                "'params=(\"t\")', /p?t=1, /q?t=1, false",
                "'params=(\"t\"), key-order', /p?a=1&b=2&t=1, /p?b=2&a=1, true",
                "'except=(\"a\")', /p?a=1&x=1, /p?a=1&y=2, true",
                "'except=(\"a\")', /p?a=1&x=1, /p?a=2&x=1, false",
                "'except=()', /p?a=1, /p, true",
                "key-order, /p?a=%41, /p?a=A, true",
                "not a dictionary, /p?t=1, /p?t=2, false",
            })
    void requests_share_what_the_field_says(String rule, String first, String second, boolean shared) {
        fill(getFor(first), 200, RULE + rule, "content");

        assertThat(engine.begin(getFor(second), false) instanceof Answer).isEqualTo(shared);
        assertThat(engine.begin(getFor(first), false)).isInstanceOf(Answer.class);
    }

    @Test
    void oneEntryIsRefilledByAnyOfItsRequests() {
        fill(getFor("/p?t=1"), 200, TRACKED, "old");
        clock.advance(Duration.ofSeconds(61));
        fill(getFor("/p?t=2"), 200, TRACKED, "new");

        assertThat(text(answered(getFor("/p?t=3")))).isEqualTo("new");
    }

    @ParameterizedTest(name = "RFC 9111 §4.4: a change of {0}")
    @ValueSource(strings = {"/p?a=1", "/p?a=1&t=1", "/p?t=7&a=1"})
    void anUnsafeRequestToAnyOfItsUrisInvalidatesIt(String changed) {
        fill(getFor("/p?a=1&t=1"), 200, TRACKED, "content");
        fill(getFor("/p?a=2&t=1"), 200, TRACKED, "other");

        change(changed);

        assertThat(engine.begin(getFor("/p?a=1&t=2"), false)).isInstanceOf(Fetch.class);
        assertThat(engine.begin(getFor("/p?a=2&t=2"), false)).isInstanceOf(Answer.class);
    }

    /** The rule goes first, the responses stay: a change that passes them by must not be undone when the rule comes back. */
    @Test
    void whatWasStoredBeforeItsRuleWasForgottenDoesNotComeBack() {
        fill(getFor("/p?a=1"), 200, TRACKED, "old");
        forgetRules("/p");
        change("/p?a=1");
        clock.advance(Duration.ofSeconds(1));
        fill(getFor("/p?a=2"), 200, TRACKED, "another that teaches the rule anew");

        assertThat(engine.begin(getFor("/p?a=1&t=1"), false)).isInstanceOf(Fetch.class);
        assertThat(engine.begin(getFor("/p?a=2&t=1"), false)).isInstanceOf(Answer.class);
    }

    @Test
    void severalRulesOfOnePathLiveSideBySide() {
        fill(getFor("/p?page=a&t=1"), 200, TRACKED, "a");
        fill(getFor("/p?page=b&u=1"), 200, RULE + "params=(\"u\")", "b");
        fill(getFor("/p?page=c&t=1"), 200, "Cache-Control: max-age=60", "c");

        assertThat(text(answered(getFor("/p?page=a&t=2")))).isEqualTo("a");
        assertThat(text(answered(getFor("/p?page=b&u=2")))).isEqualTo("b");
        assertThat(engine.begin(getFor("/p?page=a&u=2&t=1"), false)).isInstanceOf(Fetch.class);
        assertThat(engine.begin(getFor("/p?page=c&t=2"), false)).isInstanceOf(Fetch.class);
    }

    @Test
    void aRuleThatTheOriginTakesBackNoLongerCounts() {
        fill(getFor("/p?t=1"), 200, TRACKED, "shared");
        clock.advance(Duration.ofSeconds(61));
        fill(getFor("/p?t=1"), 200, "Cache-Control: max-age=60", "one");
        fill(getFor("/p?t=2"), 200, "Cache-Control: max-age=60", "two");

        assertThat(text(answered(getFor("/p?t=1")))).isEqualTo("one");
        assertThat(text(answered(getFor("/p?t=2")))).isEqualTo("two");
    }

    @Test
    void variantsAndConditionsWorkAsElsewhere() {
        fill(getFor("/p?t=1", "Accept: a/b"), 200, TRACKED + "|Vary: Accept|ETag: \"v\"", "ab");

        assertThat(engine.begin(getFor("/p?t=2", "Accept: c/d"), false)).isInstanceOf(Fetch.class);
        Answer notModified = answered(getFor("/p?t=2", "Accept: a/b", "If-None-Match: \"v\""));
        assertThat(notModified.head().status()).isEqualTo(304);

        clock.advance(Duration.ofSeconds(61));
        Fetch validation = (Fetch) engine.begin(getFor("/p?t=3", "Accept: a/b"), false);
        assertThat(validation.originFields().get("If-None-Match")).isEqualTo("\"v\"");
        validation.onHead(response(304, TRACKED + "|ETag: \"v\""), Ending.DELIMITED);
        assertThat(text(answered(getFor("/p?t=4", "Accept: a/b")))).isEqualTo("ab");
    }

    @Test
    void onlyIfCachedFindsItToo() {
        fill(getFor("/p?t=1"), 200, TRACKED, "content");

        assertThat(text(answered(getFor("/p?t=2", "Cache-Control: only-if-cached"))))
                .isEqualTo("content");
    }

    @Test
    void parametersThatTheOperatorIgnoresAreLeftOutFirst() {
        CacheEngine ignoring = new CacheEngine(
                store,
                PolicySettings.DEFAULT,
                new EngineSettings(
                        ORIGIN,
                        ParameterPatterns.of(List.of("utm_*")),
                        1,
                        true,
                        EngineSettings.Collapse.DEFAULT,
                        CompressionSettings.OFF),
                clock);
        fill(ignoring.begin(getFor("/p?utm_x=1&a=1&t=1"), false), 200, TRACKED, "content");

        Answer hit = (Answer) ignoring.begin(getFor("/p?a=1&utm_y=3&t=2"), false);
        assertThat(hit.head().fields().get("Cache-Status"))
                .isEqualTo("Freshet; hit; ttl=60; key=\"" + ORIGIN + " :// " + ORIGIN
                        + "/p No-Vary-Search params=t& a=1\"");
    }

    @Test
    void aClientsHostSelectsNothingOfAnothers() {
        fill(getFor("/p?t=1", "X-Forwarded-Host: a.test"), 200, TRACKED, "a");

        assertThat(engine.begin(getFor("/p?t=2", "X-Forwarded-Host: b.test"), false))
                .isInstanceOf(Fetch.class);
    }

    private void change(String target) {
        Fetch fetch = (Fetch) engine.begin(new RequestHead("PUT", ORIGIN + target, HttpFields.EMPTY), true);
        fetch.onHead(response(204, ""), Ending.DELIMITED);
    }

    /** As when the store has no room for them any more. */
    private void forgetRules(String path) {
        store.remove(
                new Keys(ORIGIN, KeyShape.without(ParameterPatterns.NONE)).searchRules(getFor(path), ORIGIN + path));
    }

    private static RequestHead getFor(String target, String... lines) {
        return new RequestHead("GET", ORIGIN + target, fields(String.join("|", lines)));
    }
}
