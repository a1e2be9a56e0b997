package io.freshet.engine.course;

import io.freshet.engine.lookup.Candidate;
import io.freshet.engine.storing.ResponseStorer;
import io.freshet.http.RequestHead;
import io.freshet.http.ResponseHead;
import io.freshet.policy.Methods;
import io.freshet.policy.Superseding.Effect;
import io.freshet.policy.Variance;

/**
 * What an answer that does not replace the stored response which it is about does to that. See docs/decisions/0049.
 *
 * @param request the one that was answered
 * @param validation what was asked about what is stored
 */
record SupersededResponse(Parts parts, RequestHead request, ValidationRequest validation) {

    /** The answer, with this status, does not replace the stored response. May block for the store. */
    Effect conclude(int responseStatus) {
        return validation
                .about()
                .map(stored -> parts.endings().conclude(request, stored, validation.by(), responseStatus))
                .orElse(Effect.NONE);
    }

    /** Whether the cache now asks by itself, behind a client that gets its own answer. */
    boolean asksBehind(Effect effect) {
        return effect == Effect.IN_DOUBT && validation.by() == ValidationRequest.By.CLIENT;
    }

    /** Whether the cache asks by itself in place of a refresh, which no client waits for; counts as asked. */
    boolean asksInPlace(Effect effect) {
        return effect == Effect.IN_DOUBT
                && validation.by() == ValidationRequest.By.REFRESH
                && parts.refreshes().mayAsk(stored());
    }

    /** What the cache asks by itself about it. */
    RequestHead ownQuestion() {
        return parts.endings().ownQuestion(request, stored()).orElseThrow();
    }

    /** Whether the stored response would still be there, and count again some day, if {@code response} were stored. */
    boolean survives(ResponseStorer.Place place, ResponseHead response) {
        if (validation.about().isEmpty() || !Methods.isGet(request.method())) {
            return false;
        }
        boolean edition = response.status() >= 200 && response.status() < 300;
        return !place.verdict().allowed() || (!edition && !replaces(place, response));
    }

    private boolean replaces(ResponseStorer.Place place, ResponseHead response) {
        String variant = Variance.variant(request, response, parts.settings().concealment());
        return place.key().equals(stored().key())
                && variant.equals(stored().response().variant());
    }

    /** The stored response. */
    Candidate stored() {
        return validation.about().orElseThrow();
    }
}
