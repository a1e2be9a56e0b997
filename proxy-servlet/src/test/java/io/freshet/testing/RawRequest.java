package io.freshet.testing;

import java.util.List;

/** A request as it arrived at a {@link RawOrigin}. */
public final class RawRequest implements RawMessage {

    private final RawHead head;
    private final int connection;
    private volatile boolean complete;

    RawRequest(RawHead head, int connection) {
        this.head = head;
        this.connection = connection;
    }

    @Override
    public String startLine() {
        return head.startLine();
    }

    @Override
    public List<String> fieldLines() {
        return head.fieldLines();
    }

    public String method() {
        return startLine().substring(0, startLine().indexOf(' '));
    }

    /** What stands between the first and the last space of the request line. */
    public String target() {
        return startLine().substring(startLine().indexOf(' ') + 1, startLine().lastIndexOf(' '));
    }

    /** The number of the connection it came on, counted from 1. */
    public int connection() {
        return connection;
    }

    /** Whether its content was read to its end: always true without content, never for a cut one. */
    public boolean complete() {
        return complete;
    }

    void completed() {
        complete = true;
    }

    @Override
    public String toString() {
        return startLine() + " " + fieldLines();
    }
}
