package io.freshet.servlet;

import java.util.concurrent.CompletableFuture;
import org.eclipse.jetty.http.HttpFields;

/** Sends interim responses that the servlet API of a container has no way for, where a server offers it. */
public interface InterimSender {

    /** The request attribute that holds this for the servlet. */
    String ATTRIBUTE = InterimSender.class.getName();

    /**
     * Sends one, before the final response. Does not block.
     *
     * @param status 102 to 199
     * @return done when it has left; failed if it cannot be sent
     */
    CompletableFuture<Void> send(int status, HttpFields fields);
}
