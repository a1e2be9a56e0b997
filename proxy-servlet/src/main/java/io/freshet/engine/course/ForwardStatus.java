package io.freshet.engine.course;

import io.freshet.policy.CacheStatus;
import io.freshet.policy.CacheStatus.Fwd;
import io.freshet.policy.Reason;

/** What {@code Cache-Status} says of a request that went to the origin. */
final class ForwardStatus {

    private ForwardStatus() {}

    /** Why it did (RFC 9211 §2.2), and by which rule where {@code fwd} alone does not tell. */
    static CacheStatus status(Reason why) {
        return switch (why) {
            case BYPASS -> CacheStatus.fwd(Fwd.BYPASS);
            case METHOD -> CacheStatus.fwd(Fwd.METHOD);
            case URI_MISS -> CacheStatus.fwd(Fwd.URI_MISS);
            case VARY_MISS -> CacheStatus.fwd(Fwd.VARY_MISS);
            case STALE -> CacheStatus.fwd(Fwd.STALE);
            case PARTIAL -> CacheStatus.fwd(Fwd.PARTIAL);
            case NO_CACHE, STALE_WHILE_REVALIDATE -> CacheStatus.fwd(Fwd.STALE).detail(why);
            case STORED_CONTENT_GONE, VALIDATOR_MISMATCH, RANGE_AMBIGUOUS ->
                CacheStatus.fwd(Fwd.MISS).detail(why);
            default -> CacheStatus.fwd(Fwd.REQUEST).detail(why);
        };
    }
}
