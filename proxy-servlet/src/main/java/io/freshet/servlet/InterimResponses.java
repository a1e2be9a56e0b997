package io.freshet.servlet;

import org.eclipse.jetty.client.EarlyHintsProtocolHandler;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.client.Response;
import org.eclipse.jetty.http.HttpStatus;

/**
 * Reads and drops interim responses of any status, known or not, and any number of them (RFC 9110 §15.2). Jetty's handler for
 * early hints does just that with 103.
 */
final class InterimResponses extends EarlyHintsProtocolHandler {

    @Override
    public String getName() {
        return "interim";
    }

    /** A 101 is final: it ends HTTP on its connection. It answers an upgrade, which this proxy never asks for. */
    @Override
    public boolean accept(Request request, Response response) {
        int status = response.getStatus();
        return status < HttpStatus.OK_200 && status != HttpStatus.SWITCHING_PROTOCOLS_101;
    }
}
