package io.freshet.policy;

import java.util.Set;

/** What this cache knows about status codes. */
final class Statuses {

    /**
     * RFC 9110 §15.1, without the errors (404, 405, 410, 414, 501): one failure, or one odd request that the origin refuses, would be
     * everybody's answer. See docs/decisions/0002.
     */
    private static final Set<Integer> HEURISTICALLY_CACHEABLE = Set.of(200, 203, 204, 206, 300, 301, 308);

    /** Final status codes of RFC 9110 §15 whose caching, if any, needs nothing but the general rules. */
    private static final Set<Integer> UNDERSTOOD = Set.of(
            200, 201, 202, 203, 204, 205, 206, 300, 301, 302, 303, 307, 308, 400, 401, 402, 403, 404, 405, 406, 407,
            408, 409, 410, 411, 413, 414, 415, 417, 421, 422, 426, 500, 501, 502, 503, 504, 505);

    /**
     * Answers to what one client asked beyond the resource: a condition or a range. Stored, they would answer everyone.
     */
    private static final Set<Integer> ANSWER_A_CONDITION = Set.of(304, 412, 416);

    private Statuses() {}

    /** Whether a response with this status may be fresh without saying so (RFC 9111 §4.2.2). */
    static boolean heuristicallyCacheable(int status) {
        return HEURISTICALLY_CACHEABLE.contains(status);
    }

    /** Whether this cache acts as the status code's definition wants (RFC 9111 §3, §5.2.2.3). */
    static boolean understood(int status) {
        return UNDERSTOOD.contains(status);
    }

    /** Whether it tells of a failure (RFC 9110 §15.5, §15.6). */
    static boolean error(int status) {
        return status >= 400;
    }

    static boolean answersCondition(int status) {
        return ANSWER_A_CONDITION.contains(status);
    }
}
