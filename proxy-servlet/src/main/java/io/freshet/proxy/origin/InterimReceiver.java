package io.freshet.proxy.origin;

import org.eclipse.jetty.http.HttpFields;

/** Gets the interim responses to a request (RFC 9110 §15.2). */
public interface InterimReceiver {

    /** Sends an interim response, if that is possible and it is not too late. Does not block. */
    void interim(int status, HttpFields fields);
}
