package io.freshet.policy;

import java.util.Locale;

/**
 * Why a request or a response was treated as it was. Every decision of the cache carries one; each has a name for logs,
 * counters and {@code Cache-Status}, and the clause that it follows.
 */
public enum Reason {
    // Storing
    STORABLE("RFC 9111 §3"),
    METHOD_NOT_STORABLE("RFC 9111 §3"),
    INTERIM_RESPONSE("RFC 9111 §3"),
    UNKNOWN_STATUS("RFC 9111 §5.2.2.3"),
    PARTIAL_CONTENT("RFC 9111 §3.3"),
    POST_WITHOUT_LOCATION("RFC 9110 §9.3.3"),
    CACHE_GROUPS_TOO_MANY("RFC 9875 §2"),
    CACHE_TAGS_TOO_MANY("Freshet, cf. RFC 9875 §2"),
    CONDITIONAL_STATUS("RFC 9111 §3"),
    REQUEST_NO_STORE("RFC 9111 §5.2.1.5"),
    NO_STORE("RFC 9111 §5.2.2.5"),
    PRIVATE("RFC 9111 §5.2.2.7"),
    AUTHORIZATION("RFC 9111 §3.5"),
    CONNECTION_AUTHENTICATION("RFC 4559 §6"),
    SET_COOKIE("Freshet, cf. RFC 9111 §7.3"),
    DECEPTION_SUSPECTED("Freshet, cf. RFC 9111 §7.1"),
    CREDENTIALS_WITHOUT_LIFETIME("Freshet, cf. RFC 9111 §7.3"),
    STATUS_WITHOUT_LIFETIME("RFC 9111 §3"),
    VARY_STAR("RFC 9111 §4.1"),
    STREAM("Freshet"),
    NO_LIFETIME_NO_VALIDATOR("RFC 9111 §3"),
    UNDELIMITED("RFC 9112 §8"),
    CHANGED_MEANWHILE("RFC 9111 §4.4"),
    STALE_ON_ARRIVAL("RFC 9111 §4.2"),
    CLOCK_SKEW("RFC 9111 §4.2.3"),
    TOO_LARGE("Freshet"),
    STORE_REFUSED("Freshet"),

    // Where a freshness lifetime comes from
    S_MAXAGE("RFC 9111 §5.2.2.10"),
    MAX_AGE("RFC 9111 §5.2.2.1"),
    EXPIRES("RFC 9111 §5.3"),
    RULE("Freshet"),
    HEURISTIC("RFC 9111 §4.2.2"),
    DEFAULT_TTL("Freshet, cf. RFC 9111 §4.2.2"),
    NO_LIFETIME("RFC 9111 §4.2.1"),

    // Reusing
    FRESH("RFC 9111 §4.2"),
    REQUEST_MAX_STALE("RFC 9111 §5.2.1.2"),
    STALE_WHILE_REVALIDATE("RFC 5861 §3"),
    STALE("RFC 9111 §4.2.4"),
    NO_CACHE("RFC 9111 §5.2.2.4"),
    REQUEST_NO_CACHE("RFC 9111 §5.2.1.4"),
    REQUEST_PRAGMA("RFC 9111 §5.4"),
    REQUEST_MAX_AGE("RFC 9111 §5.2.1.1"),
    PARTS_FRESH("RFC 9111 §3.4"),
    REQUEST_MIN_FRESH("RFC 9111 §5.2.1.3"),
    ONLY_IF_CACHED("RFC 9111 §5.2.1.7"),

    // Going to the origin without a stored response
    METHOD("RFC 9111 §4"),
    URI_MISS("RFC 9111 §4"),
    VARY_MISS("RFC 9111 §4.1"),
    REQUEST_PRECONDITION("RFC 9111 §4.3.2"),
    STORED_CONTENT_GONE("RFC 9111 §4"),
    PARTIAL("RFC 9111 §3.3"),
    BYPASS("Freshet"),

    // What came of it
    RANGE_AMBIGUOUS("RFC 9110 §14.2"),
    NOT_MODIFIED("RFC 9111 §4.3.4"),
    VALIDATOR_MISMATCH("RFC 9111 §4.3.4"),
    HEAD_CONFIRMED("RFC 9111 §4.3.5"),
    HEAD_MISMATCH("RFC 9111 §4.3.5"),

    // Compressing what is stored
    COMPRESSIBLE("RFC 9110 §8.4"),
    COMPRESSION_OFF("Freshet"),
    NOT_A_WHOLE_OK("Freshet"),
    CODED_ALREADY("RFC 9110 §8.4"),
    NO_TRANSFORM("RFC 9111 §5.2.2.6"),
    SETS_COOKIE("Freshet"),
    TYPE_NOT_COMPRESSED("Freshet"),
    TOO_SMALL("Freshet"),

    // Invalidating
    UNSAFE_METHOD("RFC 9111 §4.4"),
    UNSAFE_LOCATION("RFC 9111 §4.4"),
    UNSAFE_CONTENT_LOCATION("RFC 9111 §4.4"),
    UNSAFE_DESTINATION("RFC 4918 §9.8"),
    INVALIDATED("Freshet, cf. RFC 9875 §3"),

    // When the origin fails
    STALE_IF_ERROR("RFC 5861 §4"),
    STALE_FORBIDDEN("RFC 9111 §4.2.4"),
    STALE_NOT_ALLOWED("RFC 5861 §4"),
    ORIGIN_REFUSED("RFC 9110 §15.6.3"),
    ORIGIN_NAME_UNKNOWN("RFC 9110 §15.6.3"),
    ORIGIN_UNTRUSTED("RFC 9110 §4.3.4"),
    ORIGIN_TIMEOUT("RFC 9110 §15.6.5"),
    ORIGIN_BROKE_OFF("RFC 9110 §15.6.3"),
    ORIGIN_INVALID("RFC 9110 §15.6.3"),
    ORIGIN_BUSY("RFC 9110 §15.6.4"),
    QUEUE_TIMEOUT("RFC 9110 §15.6.4"),
    ORIGIN_UNHEALTHY("RFC 9110 §15.6.4"),

    // Refused before cache and origin
    VERSION_REFUSED("RFC 9110 §15.6.6"),
    FRAMING_REFUSED("RFC 9112 §6.1"),
    HOST_REFUSED("RFC 9110 §7.2"),
    METHOD_REFUSED("RFC 9110 §15.6.2"),
    UPGRADE_REFUSED("RFC 9110 §7.8"),
    PATH_REFUSED("RFC 9110 §15.5.1"),
    REQUEST_INCOMPLETE("RFC 9112 §8"),
    CLIENT_GONE("Freshet"),
    LOOP_DETECTED("RFC 5842 §7.2");

    private final String token;
    private final String clause;

    Reason(String clause) {
        this.token = name().toLowerCase(Locale.ROOT).replace('_', '-');
        this.clause = clause;
    }

    /** The name in lower case with hyphens, for example {@code vary-star}; a structured-field token (RFC 9651 §3.3.4). */
    public String token() {
        return token;
    }

    /** The rule, for example {@code RFC 9111 §4.1}; {@code Freshet} where it is this cache's own. */
    public String clause() {
        return clause;
    }
}
