package io.freshet.config.file;

import io.freshet.config.CacheSettings;
import io.freshet.config.Rule;
import io.freshet.config.Syntax;
import io.freshet.http.DotSegments;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** How the values in a rule are written. */
final class RuleSyntax {

    /** RFC 9110 §5.6.2, without the star. */
    private static final String TOKEN = "[A-Za-z0-9!#$%&'+.^_`|~-]{1,128}";

    private static final String TOKEN_PATTERN = "[A-Za-z0-9!#$%&'*+.^_`|~-]{1,128}";

    static final Syntax<String> PATTERN = Syntax.text(
            "1 to 1024 printable characters without blanks at the ends, a * for any others",
            Pattern.compile("(?! )[\\x20-\\x7e]{1,1024}(?<! )"));
    static final Syntax<String> VALUE =
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

    static final Syntax<String> CHANGED_FIELD = Syntax.of(
            "the name of a field, and none that frames or routes a message or that the cache itself writes; * is no pattern here",
            text -> Optional.of(text)
                    .filter(Pattern.compile(TOKEN).asMatchPredicate())
                    .filter(name -> !NOT_TO_BE_CHANGED.contains(name.toLowerCase(Locale.ROOT))));
    static final Syntax<String> LOWER_FIELD =
            Syntax.of("the name of a field, without *", text -> Optional.of(text.toLowerCase(Locale.ROOT))
                    .filter(Pattern.compile(TOKEN).asMatchPredicate()));
    static final Syntax<String> ASKED_FIELD = Syntax.of(
            "the name of a field, a * for any characters, and none in which clients say who they are (Forwarded, X-Forwarded-*, X-Real-IP)",
            text -> Optional.of(text.toLowerCase(Locale.ROOT))
                    .filter(Pattern.compile(TOKEN_PATTERN).asMatchPredicate())
                    .filter(name -> !tellsOfClient(name)));
    static final Syntax<String> COOKIE = Syntax.text("the name of a cookie, without *", Pattern.compile(TOKEN));
    static final Syntax<String> COOKIE_PATTERN =
            Syntax.text("the name of a cookie, a * for any characters", Pattern.compile(TOKEN_PATTERN));
    static final Syntax<String> DROPPED_COOKIE = Syntax.text(
            "the name of a cookie, a * for any characters", Pattern.compile("[\\x21-\\x7e&&[^\",;=?]]{1,1024}"));
    static final Syntax<String> HOST_PATTERN = Syntax.text(
            "a host without port, a * for any characters",
            Pattern.compile("[A-Za-z0-9*_.-]{0,254}[A-Za-z0-9*_-]|\\[[0-9A-Fa-f:.*]{1,64}\\]"));
    static final Syntax<String> PATH_PATTERN = Syntax.of(
            "a path that begins with / or *, a * for any characters, without . and .. as segments, ? # \\ and a $ at its end",
            text -> Optional.of(text)
                    .filter(Pattern.compile("[/*](?:[\\x21-\\x7e&&[^?#\\\\%]]|%[0-9A-Fa-f]{2}){0,1023}(?<!\\$)")
                            .asMatchPredicate())
                    .filter(path -> !DotSegments.anyIn(path)));
    static final Syntax<String> METHOD = Syntax.text("a method such as GET", Pattern.compile("[A-Z]{1,32}"));
    static final Syntax<String> TYPE_PATTERN =
            Syntax.of("a media type, such as image/*", text -> Optional.of(text.toLowerCase(Locale.ROOT))
                    .filter(Pattern.compile("[a-z0-9!#$&^_.+*-]{1,64}(/[a-z0-9!#$&^_.+*-]{1,64})?")
                            .asMatchPredicate()));
    static final Syntax<String> TAG = Syntax.text(
            "a name of 1 to 128 printable characters without spaces and commas",
            Pattern.compile("[\\x21-\\x2b\\x2d-\\x7e]{1,128}"));
    static final Syntax<Duration> YEAR = Syntax.duration(Duration.ZERO, Duration.ofDays(365));

    static final Syntax<String> NAME =
            Syntax.text("a name of 1 to 64 letters, digits and . _ -", Pattern.compile("[A-Za-z0-9._-]{1,64}"));
    static final Syntax<String> PARAMETER = Syntax.text(
            "the name of a query parameter, perhaps with a * at its end", Pattern.compile(CacheSettings.PARAMETER));

    private RuleSyntax() {}

    /** Whether a name, or a pattern of names, takes in a field that tells of the client. */
    private static boolean tellsOfClient(String name) {
        String begin = name.contains("*") ? name.substring(0, name.indexOf('*')) : name;
        return begin.startsWith("x-forwarded-")
                || name.equals("forwarded")
                || name.equals("x-real-ip")
                || (!begin.equals(name)
                        && Stream.of("x-forwarded-", "forwarded", "x-real-ip").anyMatch(one -> one.startsWith(begin)));
    }

    static Syntax<Rule.Statuses> statuses() {
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
