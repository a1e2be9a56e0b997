package io.freshet.proxy.admission;

import io.freshet.engine.response.Step.Answer;
import io.freshet.http.RequestFraming;
import io.freshet.http.RequestHead;
import io.freshet.routing.PublicView;
import io.freshet.routing.Route;

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
     */
    record Admitted(RequestHead head, String pathAndQuery, Route route, PublicView view, RequestFraming framing)
            implements Admission {}

    /** Memory has the answer ready. */
    record Answered(HitResponse answer) implements Admission {}

    /** It goes no further. */
    record Refused(Answer answer) implements Admission {}
}
