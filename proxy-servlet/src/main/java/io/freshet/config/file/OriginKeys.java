package io.freshet.config.file;

import io.freshet.config.OriginSyntax;
import io.freshet.config.Syntax;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** What may stand under the name of an origin. */
final class OriginKeys {

    private static final Syntax<Duration> SHORT = Syntax.duration(Duration.ofMillis(10), Duration.ofHours(1));
    private static final Syntax<Integer> FEW = Syntax.number(1, 1_000);

    static final Key<URI> URL =
            new Key.One<>("url", "what it is called: its keys, and the Host it is asked for", new OriginSyntax());
    static final Key<List<URI>> ADDRESSES = new Key.Many<>(
            "addresses", "where it listens, in turn; the url itself where there are none", new OriginSyntax());
    static final Key<Integer> MAX_FAILS =
            new Key.One<>("max-fails", "requests that may fail one after another until an address is left out", FEW);
    static final Key<Duration> FAIL_TIMEOUT = new Key.One<>("fail-timeout", "for how long it is left out", SHORT);

    static final Key<String> HEALTH_PATH = new Key.One<>(
            "path",
            "what is asked for",
            Syntax.text(
                    "a path with / at its beginning, of the characters that a URI may have",
                    Pattern.compile("/([A-Za-z0-9._~!$&'()*+,;=:@/?-]|%[0-9A-Fa-f]{2}){0,1023}")));
    static final Key<Duration> INTERVAL = new Key.One<>("interval", "time between two", SHORT);
    static final Key<Duration> TIMEOUT = new Key.One<>("timeout", "longest wait for an answer", SHORT);
    static final Key<Integer> UNHEALTHY =
            new Key.One<>("unhealthy-after", "failures until an address counts as unhealthy", FEW);
    static final Key<Integer> HEALTHY = new Key.One<>("healthy-after", "successes until it counts as well again", FEW);
    static final Key<Values> HEALTH = new Key.Part(
            "health",
            "a GET that an address which is well answers with 200 to 399",
            List.of(HEALTH_PATH, INTERVAL, TIMEOUT, UNHEALTHY, HEALTHY));

    static final Key<Map<String, Values>> ORIGINS = new Key.NamedParts(
            "origins",
            "more origins, for rules to choose; under default, where the one of the setting origin is",
            RuleSyntax.NAME,
            List.of(URL, ADDRESSES, MAX_FAILS, FAIL_TIMEOUT, HEALTH));

    private OriginKeys() {}
}
