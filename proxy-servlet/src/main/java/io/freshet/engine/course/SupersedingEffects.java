package io.freshet.engine.course;

import io.freshet.engine.lookup.Candidate;
import io.freshet.engine.rules.RequestRules;
import io.freshet.engine.storing.StoredResponseUpdater;
import io.freshet.http.RequestHead;
import io.freshet.policy.OwnRequest;
import io.freshet.policy.Superseding;
import io.freshet.policy.Superseding.Effect;
import java.util.Optional;

/** What answers that are not stored do to the stored responses that they were asked about. May block for the store. */
final class SupersedingEffects {

    private final StoredResponseUpdater updater;
    private final Refreshes refreshes;
    private final RequestRules requestRules;

    SupersedingEffects(StoredResponseUpdater updater, Refreshes refreshes, RequestRules requestRules) {
        this.updater = updater;
        this.refreshes = refreshes;
        this.requestRules = requestRules;
    }

    /** What the cache asks by itself about {@code stored}, which {@code request} selects; empty where it cannot ask. */
    Optional<RequestHead> ownQuestion(RequestHead request, Candidate stored) {
        return OwnRequest.of(
                request, stored.response().head(), requestRules.key().fields(), requestRules.edit());
    }

    /**
     * The answer to {@code request} does not replace {@code about}: ends that, or says that it is in doubt.
     *
     * @param status that of the answer; 304 where it confirms and forbids to store
     */
    Effect conclude(RequestHead request, Candidate about, ValidationRequest.By by, int status) {
        Effect effect =
                switch (by) {
                    case CLIENT -> Superseding.byClient(request, ownQuestion(request, about), status);
                    case REFRESH -> Superseding.byRefresh(request, ownQuestion(request, about), status);
                    case CACHE -> Superseding.byOwn(status);
                };
        if (effect == Effect.ENDS) {
            updater.end(request, about);
        } else {
            inVain(request, about, by);
        }
        return effect;
    }

    /** What was to bring {@code about} up to date has come to nothing. Never blocks. */
    void inVain(RequestHead request, Candidate about, ValidationRequest.By by) {
        if (by != ValidationRequest.By.CLIENT) {
            refreshes.refused(about, request);
        }
    }
}
