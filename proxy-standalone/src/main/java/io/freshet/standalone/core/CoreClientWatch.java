package io.freshet.standalone.core;

import io.freshet.servlet.ClientWatch;
import io.freshet.standalone.connection.ClientConnections;
import io.freshet.standalone.connection.SerializedHttpConnection;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.server.Request;

/** Tells from Jetty's core that a client has gone: in HTTP/2 by its reset, in HTTP/1.1 by the end of its connection. */
public record CoreClientWatch(Request request) implements ClientWatch {

    @Override
    public void whenGone(Runnable task) {
        if (request.getConnectionMetaData().getConnection() instanceof SerializedHttpConnection connection) {
            connection.whenGone(task);
        } else {
            request.addFailureListener(failure -> task.run());
        }
    }

    /** To be said before the last of the response is written: what comes then may be the next request. */
    void stop() {
        if (request.getConnectionMetaData().getConnection() instanceof SerializedHttpConnection connection) {
            connection.stopWatching();
        }
    }

    @Override
    public void cut() {
        ClientConnections.cut(request, new EofException("The client has gone"));
    }
}
