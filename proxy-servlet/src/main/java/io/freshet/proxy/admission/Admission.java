package io.freshet.proxy.admission;

import io.freshet.engine.response.Step.Answer;
import io.freshet.http.RequestFraming;
import io.freshet.http.RequestHead;
import io.freshet.routing.PublicView;
import io.freshet.routing.Route;
import io.freshet.store.LookedUp;
import java.util.Optional;

/** What becomes of a client's request before it is looked up in any store that may block. */
public sealed interface Admission {

    /** The request attribute that holds this for the servlet, where a handler before it has asked for it already. */
    String ATTRIBUTE = Admission.class.getName();

    /**
     * It may be looked up and sent.
     *
     * @param head the request as the cache and the origin see it, without hop-by-hop fields
     * @param pathAndQuery what to ask the origin for
     * @param route which origin that is, and how the request is treated
     * @param view how its client sees the origin
     * @param framing where the request's content ends; {@link RequestFraming.Ambiguous} never
     * @param ahead what has been looked up for it already
     */
    record Admitted(
            RequestHead head,
            String pathAndQuery,
            Route route,
            PublicView view,
            RequestFraming framing,
            Optional<LookedUp> ahead)
            implements Admission {

        /** This with what has been looked up. */
        Admitted with(LookedUp found) {
            return new Admitted(head, pathAndQuery, route, view, framing, Optional.of(found));
        }
    }

    /** Memory has the answer ready. */
    record Answered(HitResponse answer) implements Admission {}

    /** It goes no further. */
    record Refused(Answer answer) implements Admission {}
}
