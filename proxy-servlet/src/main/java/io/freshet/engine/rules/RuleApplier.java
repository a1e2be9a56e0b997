package io.freshet.engine.rules;

import io.freshet.http.RequestHead;
import io.freshet.http.ResponseHead;
import io.freshet.policy.PolicySettings;
import io.freshet.policy.StoredHead;
import java.time.Instant;

/** Makes of the origin's responses what the operator's rules want. Pure. */
public record RuleApplier(RequestRules requestRules, Keys keys, PolicySettings settings) {

    /** A response that has just arrived. */
    public ResponseHead arrived(RequestHead request, ResponseHead response, Instant requestTime, Instant responseTime) {
        return requestRules
                .responses()
                .apply(request, response, keys.tag(request, request.uri()), settings, requestTime, responseTime);
    }

    /** A stored response that has just been brought up to date. */
    public StoredHead again(RequestHead request, StoredHead stored) {
        ResponseHead response = requestRules
                .responses()
                .apply(
                        stored.request(),
                        stored.response(),
                        keys.tag(request, request.uri()),
                        settings,
                        stored.requestTime(),
                        stored.responseTime());
        return stored.with(response);
    }
}
