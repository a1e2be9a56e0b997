package io.freshet.proxy.exchange;

import java.util.List;
import java.util.Random;

/**
 * What an origin does with one request.
 *
 * @param fails where it fails
 * @param status of its response; 304 for a request without a condition is 200
 * @param cacheControl what the response says of caching
 */
record Script(Failure fails, int status, String cacheControl) {

    enum Failure {
        NEVER,
        /** No connection can be used: not a byte of the request leaves. */
        BEFORE_REQUEST,
        /** The connection closes without an answer. */
        BEFORE_HEAD,
        IN_CONTENT
    }

    private static final List<String> CACHE_CONTROL = List.of(
            "max-age=60",
            "max-age=60, stale-while-revalidate=600",
            "max-age=1, stale-if-error=600",
            "no-store",
            "private, max-age=60",
            "no-cache",
            "max-age=0");

    /** A whole response. */
    static Script answer(String cacheControl) {
        return new Script(Failure.NEVER, 200, cacheControl);
    }

    /** A response that a validation confirms. */
    static Script confirmation(String cacheControl) {
        return new Script(Failure.NEVER, 304, cacheControl);
    }

    static Script error(int status) {
        return new Script(Failure.NEVER, status, "no-store");
    }

    static Script failure(Failure at) {
        return new Script(at, 200, "max-age=60");
    }

    /** @param fails whether it may fail */
    static Script random(Random random, boolean fails) {
        Failure failure = fails ? List.of(Failure.values()).get(random.nextInt(4)) : Failure.NEVER;
        int status = fails && random.nextInt(8) == 0 ? 503 : random.nextInt(3) > 0 ? 304 : 200;
        boolean failsNow = random.nextInt(2) == 0;
        return new Script(
                failsNow ? failure : Failure.NEVER, status, CACHE_CONTROL.get(random.nextInt(CACHE_CONTROL.size())));
    }
}
