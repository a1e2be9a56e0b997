package io.freshet.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.http.RequestHead;
import io.freshet.http.ResponseHead;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jetty.http.HttpFields;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** docs/decisions/0040. */
class DeceptionTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final PolicySettings ON = PolicySettings.DEFAULT;
    private static final PolicySettings OFF = new PolicySettings(
            ON.defaultTtl(),
            ON.heuristicFraction(),
            ON.heuristicMax(),
            ON.staleIfError(),
            ON.staleWhileRevalidate(),
            ON.keep(),
            ON.storeCookies(),
            ON.targets(),
            false,
            ON.storeUntilClose(),
            ON.concealment());

    /** A dash for nothing said. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # path          | type             | request   | origin says             | rule: ttl | ignores | share | verdict
            /account        | text/html        | -         | -                       | -         | -       | -     | STORABLE
            /account/x.css  | text/html        | -         | -                       | -         | -       | -     | DECEPTION_SUSPECTED
            /account/x.css  | text/css         | -         | -                       | -         | -       | -     | STORABLE
            /account/x.css  | 'text/css, text/html' | -    | -                       | -         | -       | -     | DECEPTION_SUSPECTED
            /account/x.css  | -                | -         | -                       | -         | -       | -     | STORABLE
            /account;x.css  | text/html        | -         | -                       | 60        | -       | -     | DECEPTION_SUSPECTED
            /account;x.css  | text/html        | -         | -                       | 60        | -       | true  | STORABLE
            /account;x.css  | text/html        | -         | -                       | -         | -       | true  | STORABLE
            /account/x.css  | text/html        | -         | max-age=60              | -         | -       | -     | STORABLE
            /account/x.css  | text/html        | -         | max-age=60              | 30        | -       | -     | STORABLE
            /account/x.css  | text/html        | -         | max-age=60              | 90        | -       | -     | DECEPTION_SUSPECTED
            /account/x.css  | text/html        | -         | 'max-age=60, public'    | 90        | -       | -     | STORABLE
            /account/x.css  | text/html        | -         | s-maxage=60             | 90        | -       | -     | STORABLE
            /account        | text/html        | Cookie    | -                       | -         | -       | -     | CREDENTIALS_WITHOUT_LIFETIME
            /account        | text/html        | Cookie    | -                       | -         | -       | true  | STORABLE
            /account        | text/html        | Cookie    | -                       | 60        | -       | -     | DECEPTION_SUSPECTED
            /account        | text/html        | Cookie    | -                       | 60        | -       | false | DECEPTION_SUSPECTED
            /account        | text/html        | Cookie    | -                       | 60        | -       | true  | STORABLE
            /account        | text/html        | Cookie    | 'max-age=9, private'    | -         | private | -     | DECEPTION_SUSPECTED
            /account        | text/html        | Cookie    | 'max-age=9, private'    | -         | private | true  | STORABLE
            /account        | text/html        | Cookie    | 'max-age=99, no-cache'  | 60        | no-cache | -    | DECEPTION_SUSPECTED
            /account        | text/html        | Cookie    | 's-maxage=9, private'   | 60        | private | -     | DECEPTION_SUSPECTED
            /account        | text/html        | Authorization | -                   | 60        | -       | -     | AUTHORIZATION
            /account        | text/html        | Authorization | -                   | 60        | -       | true  | STORABLE
            /account        | text/html        | Authorization | must-revalidate     | 60        | -       | -     | DECEPTION_SUSPECTED
            """)
    void what_is_suspected(
            String path,
            String type,
            String field,
            String says,
            String ttl,
            String ignored,
            String share,
            Reason reason) {
        RequestHead request = new RequestHead("GET", "http://o" + path, fields(field, "x"));
        ResponseHead response = new ResponseHead(
                200, HttpFields.build(fields("Content-Type", type)).add(fields("Cache-Control", says)));
        Overrides rule = new Overrides(
                List.of("r"),
                said(ttl).map(seconds -> Duration.ofSeconds(Long.parseLong(seconds))),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                new HashSet<>(said(ignored).stream().toList()),
                Optional.empty(),
                said(share).map(Boolean::valueOf),
                Set.of(),
                Optional.empty(),
                HttpFields.EMPTY,
                Set.of());
        ResponseHead ruled = new ResponseRules(List.of(new ResponseRules.Conditional(any -> true, false, rule)))
                .apply(request, response, Optional.empty(), ON, NOW, NOW);

        assertThat(Storability.judge(request, ruled, ON).reason()).isEqualTo(reason);
        if (reason == Reason.DECEPTION_SUSPECTED) {
            assertThat(Storability.judge(request, ruled, OFF).allowed()).isTrue();
        }
    }

    private static HttpFields fields(String name, String value) {
        return name.equals("-") || value.equals("-")
                ? HttpFields.EMPTY
                : HttpFields.build().add(name, value);
    }

    private static Optional<String> said(String text) {
        return Optional.of(text).filter(any -> !any.equals("-"));
    }
}
