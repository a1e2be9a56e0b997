package io.freshet.policy;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What this cache did with a request: its member of the {@code Cache-Status} field (RFC 9211). Begins with {@link #hit},
 * {@link #fwd} or, when the cache answered by itself without a stored response, {@link #neither}. Immutable: the methods that
 * say more give a new value.
 */
public final class CacheStatus {

    private static final String CACHE_NAME = "Freshet";

    /** RFC 9651 §3.3.4. */
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z*][A-Za-z0-9!#$%&'*+.^_`|~:/-]*+");

    /** Why a request went to the origin (RFC 9211 §2.2). */
    public enum Fwd {
        /** The cache was told not to handle it. */
        BYPASS,
        /** The method must be forwarded. */
        METHOD,
        /** Nothing is stored under the URI. */
        URI_MISS,
        /** What is stored answers other requests. */
        VARY_MISS,
        /** Nothing suitable is stored, for more than one reason. */
        MISS,
        /** A fresh response was there, but the request did not allow its use. */
        REQUEST,
        /** A stale response was there. */
        STALE,
        /** Only a part was there. */
        PARTIAL
    }

    /** In the order in which they are written. */
    private enum Parameter {
        HIT,
        FWD,
        FWD_STATUS,
        TTL,
        STORED,
        COLLAPSED,
        KEY,
        DETAIL;

        private final String written = "; " + lowerCase(this);
    }

    private final Map<Parameter, String> parameters;

    private CacheStatus(Map<Parameter, String> parameters) {
        this.parameters = parameters;
    }

    /** A stored response answered; the request was not forwarded. */
    public static CacheStatus hit() {
        return neither().with(Parameter.HIT, "");
    }

    /** The request was forwarded. */
    public static CacheStatus fwd(Fwd why) {
        return neither().with(Parameter.FWD, lowerCase(why));
    }

    /** The cache answered by itself, for example 504 to {@code only-if-cached}. */
    public static CacheStatus neither() {
        return new CacheStatus(new EnumMap<>(Parameter.class));
    }

    /** The status code that the origin answered with. */
    public CacheStatus fwdStatus(int status) {
        return with(Parameter.FWD_STATUS, Integer.toString(status));
    }

    /** How long the response stays fresh, written in whole seconds; negative when it is stale: since when. */
    public CacheStatus ttl(Duration remaining) {
        return with(Parameter.TTL, Long.toString(remaining.toSeconds()));
    }

    /** The origin's response was stored. */
    public CacheStatus stored() {
        return with(Parameter.STORED, "");
    }

    /** The request shared another one's fetch. */
    public CacheStatus collapsed() {
        return with(Parameter.COLLAPSED, "");
    }

    /** The cache key. */
    public CacheStatus key(String key) {
        return with(Parameter.KEY, quote(key));
    }

    /** Which rule decided. */
    public CacheStatus detail(Reason reason) {
        return detail(reason.token());
    }

    /** Anything else worth telling; characters outside printable ASCII are written as {@code ?}. */
    public CacheStatus detail(String text) {
        return with(Parameter.DETAIL, TOKEN.matcher(text).matches() ? text : quote(text));
    }

    /** The field's value, for example {@code Freshet; fwd=uri-miss; fwd-status=200; stored}. */
    @Override
    public String toString() {
        StringBuilder value = new StringBuilder(CACHE_NAME);
        parameters.forEach((parameter, text) -> {
            value.append(parameter.written);
            if (!text.isEmpty()) {
                value.append('=').append(text);
            }
        });
        return value.toString();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CacheStatus status && parameters.equals(status.parameters);
    }

    @Override
    public int hashCode() {
        return parameters.hashCode();
    }

    private CacheStatus with(Parameter parameter, String text) {
        Map<Parameter, String> more = new EnumMap<>(parameters);
        more.put(parameter, text);
        return new CacheStatus(more);
    }

    private static String lowerCase(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** RFC 9651 §3.3.3. */
    private static String quote(String text) {
        return '"' + text.replaceAll("[^ -~]", "?").replaceAll("[\\\\\"]", "\\\\$0") + '"';
    }
}
