package io.freshet.engine.collapsing;

import io.freshet.policy.Reason;

/** Why the origin gave no response, and the status that tells the client so (RFC 9110 §15.6). */
public enum OriginFailure {
    REFUSED(502, Reason.ORIGIN_REFUSED, "The origin could not be reached."),
    NAME_UNKNOWN(502, Reason.ORIGIN_NAME_UNKNOWN, "The origin's name leads to no address."),
    UNTRUSTED(502, Reason.ORIGIN_UNTRUSTED, "TLS with the origin failed: it could not prove who it is, or refused."),
    BROKE_OFF(502, Reason.ORIGIN_BROKE_OFF, "The origin broke off before its response was whole."),
    INVALID(502, Reason.ORIGIN_INVALID, "The origin's response could not be understood."),
    TIMEOUT(504, Reason.ORIGIN_TIMEOUT, "The origin did not answer in time."),
    BUSY(503, Reason.ORIGIN_BUSY, "Too many requests are waiting for the origin."),
    QUEUE_TIMEOUT(503, Reason.QUEUE_TIMEOUT, "No connection to the origin became free in time."),
    UNHEALTHY(503, Reason.ORIGIN_UNHEALTHY, "The origin is unhealthy: none of its addresses passes its health check.");

    private final int status;
    private final Reason reason;
    private final String sentence;

    OriginFailure(int status, Reason reason, String sentence) {
        this.status = status;
        this.reason = reason;
        this.sentence = sentence;
    }

    /** Whether another request to the same origin may fare better. */
    public boolean mayBeOfRequest() {
        return this == BROKE_OFF || this == INVALID || this == TIMEOUT || this == BUSY || this == QUEUE_TIMEOUT;
    }

    public int status() {
        return status;
    }

    public Reason reason() {
        return reason;
    }

    public String sentence() {
        return sentence;
    }
}
