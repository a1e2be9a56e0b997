package io.freshet.standalone.metrics;

import io.freshet.http.Field;
import java.util.Optional;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;

/**
 * What came of a request, by what the response says of it in {@code Cache-Status} (RFC 9211).
 *
 * @param kind {@code hit}, {@code miss}, {@code validated}, {@code collapsed}, {@code bypass} or {@code refused}
 * @param reason which rule decided, where the response says that, or else why the request was forwarded; {@code none} for nothing
 */
record Outcome(String kind, String reason) {

    private static final String NAME = "Freshet;";
    private static final Pattern QUOTED = Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*+\"?");
    private static final Outcome REFUSED = new Outcome("refused", "none");
    private static final Outcome PLAIN_HIT = new Outcome("hit", "none");

    /** Whether the content came out of the store without the origin being asked. */
    boolean isHit() {
        return kind.equals("hit");
    }

    /** Whether the proxy answered by itself, without the cache. */
    boolean isRefused() {
        return kind.equals("refused");
    }

    /** Whether the origin failed; then something stored may have stood in for it. */
    boolean isOriginFailure() {
        return reason.startsWith("origin-") || reason.equals("stale-if-error");
    }

    /** What the last line of {@code Cache-Status} says, which is this cache's own. */
    static Outcome of(HttpFields response) {
        HttpField last = null;
        for (HttpField field : response) {
            last = field.is(Field.CACHE_STATUS) ? field : last;
        }
        return of(last == null ? "" : String.valueOf(last.getValue()));
    }

    /** @param cacheStatus the line's value; its last member is this cache's own */
    static Outcome of(String cacheStatus) {
        // A key in quotes is what a client wrote.
        String value = cacheStatus.indexOf('"') < 0
                ? cacheStatus
                : QUOTED.matcher(cacheStatus).replaceAll("\"\"");
        int begin = value.lastIndexOf(NAME);
        if (begin < 0) {
            return REFUSED;
        }
        String own = value.substring(begin + NAME.length());
        Optional<String> detail = parameter(own, "; detail=");
        if (own.startsWith(" hit")) {
            return detail.map(reason -> new Outcome("hit", reason)).orElse(PLAIN_HIT);
        }
        String fwd = parameter("; " + own.strip(), "; fwd=").orElse("none");
        return new Outcome(kind(own, fwd), detail.orElse(fwd));
    }

    private static String kind(String own, String fwd) {
        if (own.contains("; collapsed")) {
            return "collapsed";
        }
        if (own.contains("; fwd-status=304")) {
            return "validated";
        }
        return fwd.equals("bypass") || fwd.equals("method") ? "bypass" : "miss";
    }

    private static Optional<String> parameter(String own, String name) {
        int at = own.indexOf(name);
        if (at < 0) {
            return Optional.empty();
        }
        int from = at + name.length();
        int end = from;
        while (end < own.length() && isToken(own.charAt(end))) {
            end++;
        }
        return end == from ? Optional.empty() : Optional.of(own.substring(from, end));
    }

    private static boolean isToken(char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
    }
}
