package io.freshet.http;

/** Names of fields that more than one rule reads. Field names are case-insensitive (RFC 9110 §5.1). */
public final class Field {

    private Field() {}

    /** RFC 9110 §12.5.3. */
    public static final String ACCEPT_ENCODING = "Accept-Encoding";

    /** RFC 9111 §5.1. */
    public static final String AGE = "Age";

    /** RFC 9111 §5.2. */
    public static final String CACHE_CONTROL = "Cache-Control";

    /** RFC 9211. */
    public static final String CACHE_STATUS = "Cache-Status";

    /** RFC 9110 §8.4. */
    public static final String CONTENT_ENCODING = "Content-Encoding";

    /** RFC 9110 §8.5. */
    public static final String CONTENT_LANGUAGE = "Content-Language";

    /** RFC 9110 §8.6. */
    public static final String CONTENT_LENGTH = "Content-Length";

    /** RFC 9110 §8.7. */
    public static final String CONTENT_LOCATION = "Content-Location";

    /** RFC 9110 §8.3. */
    public static final String CONTENT_TYPE = "Content-Type";

    /** RFC 6265 §5.4. */
    public static final String COOKIE = "Cookie";

    /** RFC 9110 §6.6.1. */
    public static final String DATE = "Date";

    /** RFC 9110 §8.8.3. */
    public static final String ETAG = "ETag";

    /** RFC 7239. */
    public static final String FORWARDED = "Forwarded";

    /** RFC 9110 §13.1.1. */
    public static final String IF_MATCH = "If-Match";

    /** RFC 9110 §13.1.3. */
    public static final String IF_MODIFIED_SINCE = "If-Modified-Since";

    /** RFC 9110 §13.1.2. */
    public static final String IF_NONE_MATCH = "If-None-Match";

    /** RFC 9110 §13.1.5. */
    public static final String IF_RANGE = "If-Range";

    /** RFC 9110 §13.1.4. */
    public static final String IF_UNMODIFIED_SINCE = "If-Unmodified-Since";

    /** RFC 9110 §8.8.2. */
    public static final String LAST_MODIFIED = "Last-Modified";

    /** Draft-ietf-httpbis-no-vary-search. */
    public static final String NO_VARY_SEARCH = "No-Vary-Search";

    /** RFC 9110 §14.2. */
    public static final String RANGE = "Range";

    /** RFC 6265 §4.1. */
    public static final String SET_COOKIE = "Set-Cookie";

    /** W3C Edge Architecture §2.3. */
    public static final String SURROGATE_CONTROL = "Surrogate-Control";

    /** RFC 9110 §12.5.5. */
    public static final String VARY = "Vary";

    /** HIT or MISS, as caches have said since Squid. */
    public static final String X_CACHE = "X-Cache";

    /** Of no standard. */
    public static final String X_FORWARDED_HOST = "X-Forwarded-Host";

    /** Of no standard. */
    public static final String X_FORWARDED_PROTO = "X-Forwarded-Proto";
}
