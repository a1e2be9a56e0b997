package io.freshet.policy;

import io.freshet.http.RequestHead;
import io.freshet.http.ResponseHead;
import io.freshet.http.UriReference;
import java.time.Instant;
import java.util.Optional;

/**
 * Web cache deception: a client is led to a URL that looks as if it could be stored, its own page is stored there, and another client
 * fetches it. The guard is about lifetimes that the origin did not state: an operator's rule or a guess says nothing of who a
 * response is for. See docs/decisions/0040.
 */
final class Deception {

    private Deception() {}

    /**
     * Whether {@code response} to {@code request} is not to be stored under its lifetime.
     *
     * @param control the directives that count, a rule's among them
     * @param lifetime what the cache would store it with
     */
    static boolean suspected(
            RequestHead request,
            ResponseHead response,
            ResponseDirectives control,
            Lifetime lifetime,
            PolicySettings settings) {
        if (!settings.deceptionGuard()
                || lifetime.duration().isZero()
                || OperatorDirectives.shares(control.control())
                || byOrigin(response, control, lifetime, settings)) {
            return false;
        }
        // Of a guess and credentials, there is a rule without a switch.
        boolean credentials = Credentials.in(request) && lifetime.explicit();
        return credentials
                || StaticExtensions.contradict(UriReference.parse(request.uri()).path(), response);
    }

    /** Whether the origin answers for the lifetime: it stated one for shared caches, or no shorter one that no rule had to free. */
    private static boolean byOrigin(
            ResponseHead response, ResponseDirectives control, Lifetime lifetime, PolicySettings settings) {
        ResponseHead own = response.overriddenBy(Optional.empty());
        ResponseDirectives said = ResponseDirectives.of(own, settings);
        Lifetime stated = Lifetime.of(own, said, settings, Lifetime.date(own, Instant.EPOCH));
        boolean freed = said.control().has("private") || said.control().has("no-store");
        if (!stated.explicit() || freed) {
            return false;
        }
        boolean forShared = said.shared() || said.targeted();
        boolean asLong =
                lifetime.duration().compareTo(stated.duration()) <= 0 && !OperatorDirectives.ignores(control.control());
        return forShared || asLong;
    }
}
