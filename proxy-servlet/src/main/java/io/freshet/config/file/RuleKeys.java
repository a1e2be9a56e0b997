package io.freshet.config.file;

import io.freshet.config.Rule;
import io.freshet.config.Syntax;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** What may stand in a rule. */
final class RuleKeys {

    // When
    static final Key<List<String>> HOST =
            new Key.Many<>("host", "patterns of the host that the client asked", RuleSyntax.HOST_PATTERN);
    static final Key<List<String>> PATH =
            new Key.Many<>("path", "patterns of the path, such as /assets/*", RuleSyntax.PATH_PATTERN);
    static final Key<List<String>> METHOD = new Key.Many<>("method", "methods, in capitals", RuleSyntax.METHOD);
    static final Key<Map<String, String>> HEADER = new Key.Named<>(
            "header",
            "patterns of request fields, by patterns of names; * for any value",
            RuleSyntax.ASKED_FIELD,
            RuleSyntax.PATTERN);
    static final Key<Map<String, String>> COOKIES = new Key.Named<>(
            "cookie",
            "patterns of cookies, by patterns of names; * for any value",
            RuleSyntax.COOKIE_PATTERN,
            RuleSyntax.PATTERN);
    static final Key<List<Rule.Statuses>> STATUS = new Key.Many<>(
            "status", "status codes of the origin's response, such as 404, 5xx or 200-299", RuleSyntax.statuses());
    static final Key<List<String>> TYPE =
            new Key.Many<>("type", "patterns of the response's media type, such as image/*", RuleSyntax.TYPE_PATTERN);
    static final Key<Values> WHEN = new Key.Part(
            "when",
            "what the rule is about; all conditions must hold",
            List.of(HOST, PATH, METHOD, HEADER, COOKIES, STATUS, TYPE));

    // Then: key
    static final Key<List<String>> DROP_QUERY =
            new Key.Many<>("drop-query", "query parameters that are no part of the key", RuleSyntax.PARAMETER);
    static final Key<List<String>> KEEP_QUERY =
            new Key.Many<>("keep-query", "the only query parameters that are part of the key", RuleSyntax.PARAMETER);
    static final Key<Boolean> SORT_QUERY =
            new Key.One<>("sort-query", "whether the order of query parameters does not matter", Syntax.flag());
    static final Key<Boolean> IGNORE_CASE =
            new Key.One<>("ignore-case", "whether upper and lower case of path and query do not matter", Syntax.flag());
    static final Key<List<String>> KEY_HEADERS =
            new Key.Many<>("headers", "request fields whose values are part of the key", RuleSyntax.LOWER_FIELD);
    static final Key<String> KEY_COOKIE =
            new Key.One<>("cookie", "a cookie whose value is part of the key", RuleSyntax.COOKIE);
    static final Key<Values> KEY = new Key.Part(
            "key",
            "what of the request is part of the key",
            List.of(DROP_QUERY, KEEP_QUERY, SORT_QUERY, IGNORE_CASE, KEY_HEADERS, KEY_COOKIE));

    // Then: fields
    static final Key<Map<String, String>> SET = new Key.Named<>(
            "set", "values in place of what there is, by field name", RuleSyntax.CHANGED_FIELD, RuleSyntax.VALUE);
    static final Key<List<String>> REMOVE = new Key.Many<>("remove", "names of fields", RuleSyntax.CHANGED_FIELD);
    static final Key<Values> REQUEST_FIELDS =
            new Key.Part("request-headers", "changes to what the origin gets", List.of(SET, REMOVE));
    static final Key<Values> RESPONSE_FIELDS =
            new Key.Part("response-headers", "changes to what is stored, and what clients get", List.of(SET, REMOVE));

    // Then
    static final Key<String> ORIGIN =
            new Key.One<>("origin", "which origin is asked; one of origins, or default", RuleSyntax.NAME);
    static final Key<Boolean> BYPASS = new Key.One<>("bypass", "whether the cache has no part in it", Syntax.flag());
    static final Key<Boolean> SHARE = new Key.One<>(
            "share",
            "whether responses are the same for everybody, also where the request has cookies or Authorization",
            Syntax.flag());
    static final Key<Duration> TTL =
            new Key.One<>("ttl", "how long responses are fresh from their arrival on", RuleSyntax.YEAR);
    static final Key<Duration> MIN_TTL =
            new Key.One<>("min-ttl", "responses are fresh no shorter than this", RuleSyntax.YEAR);
    static final Key<Duration> MAX_TTL =
            new Key.One<>("max-ttl", "responses are fresh no longer than this", RuleSyntax.YEAR);
    static final Key<Duration> STALE_IF_ERROR = new Key.One<>(
            "stale-if-error", "how long a stale response may answer for a failing origin", RuleSyntax.YEAR);
    static final Key<Duration> STALE_WHILE_REVALIDATE =
            new Key.One<>("stale-while-revalidate", "how long it may answer while it is refreshed", RuleSyntax.YEAR);
    static final Key<List<Rule.Ignorable>> IGNORE = new Key.Many<>(
            "ignore",
            "directives of the origin's that do not count; max-age stands for s-maxage and Expires too",
            Syntax.choice(Rule.Ignorable.class));
    static final Key<List<String>> DROP_COOKIES = new Key.Many<>(
            "drop-cookies", "patterns of request cookies that neither cache nor origin see", RuleSyntax.DROPPED_COOKIE);
    static final Key<Boolean> DROP_SET_COOKIE =
            new Key.One<>("drop-set-cookie", "whether responses set no cookies", Syntax.flag());
    static final Key<List<String>> TAGS =
            new Key.Many<>("tags", "names by which responses can be purged", RuleSyntax.TAG);
    static final Key<Values> THEN = new Key.Part(
            "then",
            "what is done; of several rules the last one counts, and lists add up",
            List.of(
                    ORIGIN,
                    BYPASS,
                    SHARE,
                    TTL,
                    MIN_TTL,
                    MAX_TTL,
                    STALE_IF_ERROR,
                    STALE_WHILE_REVALIDATE,
                    IGNORE,
                    KEY,
                    DROP_COOKIES,
                    DROP_SET_COOKIE,
                    TAGS,
                    REQUEST_FIELDS,
                    RESPONSE_FIELDS));

    static final Key<String> RULE_NAME =
            new Key.One<>("name", "what messages and Cache-Status call it", RuleSyntax.NAME);

    static final Key<List<Values>> RULES =
            new Key.Parts("rules", "what is done differently, in order", List.of(RULE_NAME, WHEN, THEN));

    private RuleKeys() {}
}
