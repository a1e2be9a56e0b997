package io.freshet.servlet;

import io.freshet.engine.Answer;
import io.freshet.http.RequestHead;

/** Whether a client's request may be looked up and sent. */
public sealed interface Admission {

    /** The request attribute that holds this for the servlet, where a handler before it has asked the gate already. */
    String ATTRIBUTE = Admission.class.getName();

    /**
     * It may.
     *
     * @param head the request as the cache and the origin see it, without hop-by-hop fields
     * @param pathAndQuery what to ask the origin for
     */
    record Admitted(RequestHead head, String pathAndQuery) implements Admission {}

    /** It goes no further. */
    record Refused(Answer answer) implements Admission {}
}
