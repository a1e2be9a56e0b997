package io.freshet.servlet;

import io.freshet.http.ResponseHead;

/**
 * What a server can do for a response that the servlet API cannot: that API has no reason phrase, and its implementations spell {@code
 * Content-Type} in their own way. A server that can puts one into the request, as {@value #ATTRIBUTE}; containers do not. See
 * docs/decisions/0038.
 */
public interface HeadAsSent {

    /** The attribute of the request. */
    String ATTRIBUTE = "io.freshet.servlet.HeadAsSent";

    /** Spells the response, which has status and fields of {@code head} already, as {@code head} does. */
    void complete(ResponseHead head);
}
