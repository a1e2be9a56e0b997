package io.freshet.config.file;

import io.freshet.config.CacheSettings;
import io.freshet.config.Rule;
import io.freshet.config.Syntax;
import io.freshet.http.DotSegments;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What may stand in a rule. */
final class RuleKeys {

    /** RFC 9110 §5.6.2, without the star. */
    private static final String TOKEN = "[A-Za-z0-9!#$%&'+.^_`|~-]{1,128}";

    private static final String TOKEN_PATTERN = "[A-Za-z0-9!#$%&'*+.^_`|~-]{1,128}";

    private static final Syntax<String> PATTERN = Syntax.text(
            "1 to 1024 printable characters without blanks at the ends, a * for any others",
            Pattern.compile("(?! )[\\x20-\\x7e]{1,1024}(?<! )"));
    private static final Syntax<String> VALUE =
            Syntax.text("at most 4096 printable characters", Pattern.compile("[\\x20-\\x7e]{0,4096}"));

    /** What a message needs to be understood, or what only the proxy may say. */
    private static final Set<String> NOT_TO_BE_CHANGED = Set.of(
            "age",
            "cache-status",
            "connection",
            "content-length",
            "content-range",
            "date",
            "forwarded",
            "freshet-directed",
            "host",
            "keep-alive",
            "proxy-connection",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade",
            "via",
            "x-cache");

    private static final Syntax<String> CHANGED_FIELD = Syntax.of(
            "the name of a field, and none that frames or routes a message or that the cache itself writes; * is no pattern here",
            text -> Optional.of(text)
                    .filter(Pattern.compile(TOKEN).asMatchPredicate())
                    .filter(name -> !NOT_TO_BE_CHANGED.contains(name.toLowerCase(Locale.ROOT))));
    private static final Syntax<String> LOWER_FIELD =
            Syntax.of("the name of a field, without *", text -> Optional.of(text.toLowerCase(Locale.ROOT))
                    .filter(Pattern.compile(TOKEN).asMatchPredicate()));
    private static final Syntax<String> ASKED_FIELD = Syntax.of(
            "the name of a field, a * for any characters, and none in which clients say who they are (Forwarded, X-Forwarded-*, X-Real-IP)",
            text -> Optional.of(text.toLowerCase(Locale.ROOT))
                    .filter(Pattern.compile(TOKEN_PATTERN).asMatchPredicate())
                    .filter(name -> !tellsOfClient(name)));
    private static final Syntax<String> COOKIE = Syntax.text("the name of a cookie, without *", Pattern.compile(TOKEN));
    private static final Syntax<String> COOKIE_PATTERN =
            Syntax.text("the name of a cookie, a * for any characters", Pattern.compile(TOKEN_PATTERN));
    private static final Syntax<String> DROPPED_COOKIE = Syntax.text(
            "the name of a cookie, a * for any characters", Pattern.compile("[\\x21-\\x7e&&[^\",;=?]]{1,1024}"));
    private static final Syntax<String> HOST_PATTERN = Syntax.text(
            "a host without port, a * for any characters",
            Pattern.compile("[A-Za-z0-9*_.-]{0,254}[A-Za-z0-9*_-]|\\[[0-9A-Fa-f:.*]{1,64}\\]"));
    private static final Syntax<String> PATH_PATTERN = Syntax.of(
            "a path that begins with / or *, a * for any characters, without . and .. as segments, ? # \\ and a $ at its end",
            text -> Optional.of(text)
                    .filter(Pattern.compile("[/*](?:[\\x21-\\x7e&&[^?#\\\\%]]|%[0-9A-Fa-f]{2}){0,1023}(?<!\\$)")
                            .asMatchPredicate())
                    .filter(path -> !DotSegments.anyIn(path)));
    private static final Syntax<String> TAG = Syntax.text(
            "a name of 1 to 128 printable characters without spaces and commas",
            Pattern.compile("[\\x21-\\x2b\\x2d-\\x7e]{1,128}"));
    private static final Syntax<Duration> YEAR = Syntax.duration(Duration.ZERO, Duration.ofDays(365));

    static final Syntax<String> NAME =
            Syntax.text("a name of 1 to 64 letters, digits and . _ -", Pattern.compile("[A-Za-z0-9._-]{1,64}"));

    // When
    static final Key<List<String>> HOST =
            new Key.Many<>("host", "patterns of the host that the client asked", HOST_PATTERN);
    static final Key<List<String>> PATH =
            new Key.Many<>("path", "patterns of the path, such as /assets/*", PATH_PATTERN);
    static final Key<List<String>> METHOD = new Key.Many<>(
            "method", "methods, in capitals", Syntax.text("a method such as GET", Pattern.compile("[A-Z]{1,32}")));
    static final Key<Map<String, String>> HEADER = new Key.Named<>(
            "header", "patterns of request fields, by patterns of names; * for any value", ASKED_FIELD, PATTERN);
    static final Key<Map<String, String>> COOKIES = new Key.Named<>(
            "cookie", "patterns of cookies, by patterns of names; * for any value", COOKIE_PATTERN, PATTERN);
    static final Key<List<Rule.Statuses>> STATUS =
            new Key.Many<>("status", "status codes of the origin's response, such as 404, 5xx or 200-299", statuses());
    static final Key<List<String>> TYPE = new Key.Many<>(
            "type",
            "patterns of the response's media type, such as image/*",
            Syntax.of("a media type, such as image/*", text -> Optional.of(text.toLowerCase(Locale.ROOT))
                    .filter(Pattern.compile("[a-z0-9!#$&^_.+*-]{1,64}(/[a-z0-9!#$&^_.+*-]{1,64})?")
                            .asMatchPredicate())));
    static final Key<Values> WHEN = new Key.Part(
            "when",
            "what the rule is about; all conditions must hold",
            List.of(HOST, PATH, METHOD, HEADER, COOKIES, STATUS, TYPE));

    // Then: key
    private static final Syntax<String> PARAMETER = Syntax.text(
            "the name of a query parameter, perhaps with a * at its end", Pattern.compile(CacheSettings.PARAMETER));
    static final Key<List<String>> DROP_QUERY =
            new Key.Many<>("drop-query", "query parameters that are no part of the key", PARAMETER);
    static final Key<List<String>> KEEP_QUERY =
            new Key.Many<>("keep-query", "the only query parameters that are part of the key", PARAMETER);
    static final Key<Boolean> SORT_QUERY =
            new Key.One<>("sort-query", "whether the order of query parameters does not matter", Syntax.flag());
    static final Key<Boolean> IGNORE_CASE =
            new Key.One<>("ignore-case", "whether upper and lower case of path and query do not matter", Syntax.flag());
    static final Key<List<String>> KEY_HEADERS =
            new Key.Many<>("headers", "request fields whose values are part of the key", LOWER_FIELD);
    static final Key<String> KEY_COOKIE = new Key.One<>("cookie", "a cookie whose value is part of the key", COOKIE);
    static final Key<Values> KEY = new Key.Part(
            "key",
            "what of the request is part of the key",
            List.of(DROP_QUERY, KEEP_QUERY, SORT_QUERY, IGNORE_CASE, KEY_HEADERS, KEY_COOKIE));

    // Then: fields
    static final Key<Map<String, String>> SET =
            new Key.Named<>("set", "values in place of what there is, by field name", CHANGED_FIELD, VALUE);
    static final Key<List<String>> REMOVE = new Key.Many<>("remove", "names of fields", CHANGED_FIELD);
    static final Key<Values> REQUEST_FIELDS =
            new Key.Part("request-headers", "changes to what the origin gets", List.of(SET, REMOVE));
    static final Key<Values> RESPONSE_FIELDS =
            new Key.Part("response-headers", "changes to what is stored, and what clients get", List.of(SET, REMOVE));

    // Then
    static final Key<String> ORIGIN =
            new Key.One<>("origin", "which origin is asked; one of origins, or default", NAME);
    static final Key<Boolean> BYPASS = new Key.One<>("bypass", "whether the cache has no part in it", Syntax.flag());
    static final Key<Boolean> SHARE = new Key.One<>(
            "share",
            "whether responses are the same for everybody, also where the request has cookies or Authorization",
            Syntax.flag());
    static final Key<Duration> TTL = new Key.One<>("ttl", "how long responses are fresh from their arrival on", YEAR);
    static final Key<Duration> MIN_TTL = new Key.One<>("min-ttl", "responses are fresh no shorter than this", YEAR);
    static final Key<Duration> MAX_TTL = new Key.One<>("max-ttl", "responses are fresh no longer than this", YEAR);
    static final Key<Duration> STALE_IF_ERROR =
            new Key.One<>("stale-if-error", "how long a stale response may answer for a failing origin", YEAR);
    static final Key<Duration> STALE_WHILE_REVALIDATE =
            new Key.One<>("stale-while-revalidate", "how long it may answer while it is refreshed", YEAR);
    static final Key<List<Rule.Ignorable>> IGNORE = new Key.Many<>(
            "ignore",
            "directives of the origin's that do not count; max-age stands for s-maxage and Expires too",
            Syntax.choice(Rule.Ignorable.class));
    static final Key<List<String>> DROP_COOKIES = new Key.Many<>(
            "drop-cookies", "patterns of request cookies that neither cache nor origin see", DROPPED_COOKIE);
    static final Key<Boolean> DROP_SET_COOKIE =
            new Key.One<>("drop-set-cookie", "whether responses set no cookies", Syntax.flag());
    static final Key<List<String>> TAGS = new Key.Many<>("tags", "names by which responses can be purged", TAG);
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

    static final Key<String> RULE_NAME = new Key.One<>("name", "what messages and Cache-Status call it", NAME);

    static final Key<List<Values>> RULES =
            new Key.Parts("rules", "what is done differently, in order", List.of(RULE_NAME, WHEN, THEN));

    private RuleKeys() {}

    /** Whether a name, or a pattern of names, takes in a field that tells of the client. */
    private static boolean tellsOfClient(String name) {
        String begin = name.contains("*") ? name.substring(0, name.indexOf('*')) : name;
        return begin.startsWith("x-forwarded-")
                || name.equals("forwarded")
                || name.equals("x-real-ip")
                || (!begin.equals(name)
                        && Stream.of("x-forwarded-", "forwarded", "x-real-ip").anyMatch(one -> one.startsWith(begin)));
    }

    private static Syntax<Rule.Statuses> statuses() {
        Pattern pattern = Pattern.compile("([2-5])xx|([2-5][0-9]{2})(?:-([2-5][0-9]{2}))?");
        return Syntax.of("a status code from 200 to 599, or several, such as 404, 5xx or 200-299", text -> {
            Matcher matcher = pattern.matcher(text);
            if (!matcher.matches()) {
                return Optional.empty();
            }
            if (matcher.group(1) != null) {
                int first = Integer.parseInt(matcher.group(1)) * 100;
                return Optional.of(new Rule.Statuses(first, first + 99));
            }
            int from = Integer.parseInt(matcher.group(2));
            int to = matcher.group(3) == null ? from : Integer.parseInt(matcher.group(3));
            return Optional.of(new Rule.Statuses(from, to)).filter(range -> from <= to);
        });
    }
}
