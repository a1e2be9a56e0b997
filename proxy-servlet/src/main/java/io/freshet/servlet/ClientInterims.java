package io.freshet.servlet;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpStatus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The interim responses to one client, one after another and all before the final one. Before version 6.2 the servlet API says
 * nothing of them; what is known of containers is here, and a status that a container cannot send is dropped.
 */
final class ClientInterims {

    private static final Logger LOG = LoggerFactory.getLogger(ClientInterims.class);

    /** More than an origin has reason to send; the rest is dropped. */
    private static final int MAX = 16;

    private final HttpServletRequest request;
    private final HttpServletResponse response;
    private final ClientTurns turns;
    private final boolean understood;
    private int count;

    /** Done when nothing is left to be sent. Changed on the origin's side only, where things come in order. */
    private volatile CompletableFuture<Void> last = CompletableFuture.completedFuture(null);

    ClientInterims(HttpServletRequest request, HttpServletResponse response, ClientTurns turns) {
        this.request = request;
        this.response = response;
        this.turns = turns;
        // RFC 9110 §15.2: HTTP/1.0 has none.
        this.understood = !request.getProtocol().equals("HTTP/1.0");
    }

    /** Sends one when its turn comes. Does not wait for that. */
    void send(int status, HttpFields fields) {
        if (!understood || count == MAX) {
            return;
        }
        count++;
        CompletableFuture<Void> previous = last;
        CompletableFuture<Void> sent = new CompletableFuture<>();
        last = sent;
        Runnable done = () -> sent.complete(null);
        var unused = previous.thenRun(() -> turns.unlessAnswered(() -> sendNow(status, fields, done), done));
    }

    /** Does something when all have been sent, at once if so. */
    void whenSent(Runnable task) {
        CompletableFuture<Void> sent = last;
        if (sent.isDone()) {
            task.run();
        } else {
            var unused = sent.thenRun(task);
        }
    }

    boolean sending() {
        return !last.isDone();
    }

    /** The request is over: nothing waits for interim responses any more. */
    void abandon() {
        last.complete(null);
    }

    private void sendNow(int status, HttpFields fields, Runnable done) {
        boolean inApi = status == HttpStatus.PROCESSING_102 || status == HttpStatus.EARLY_HINTS_103;
        if (inApi) {
            sendByApi(status, fields, done);
        } else if (request.getAttribute(InterimSender.ATTRIBUTE) instanceof InterimSender sender
                && !response.isCommitted()) {
            var unused = sender.send(status, fields).whenComplete((sent, failed) -> done.run());
        } else {
            done.run();
        }
    }

    private void sendByApi(int status, HttpFields fields, Runnable done) {
        String container = request.getServletContext().getServerInfo();
        if (container.startsWith("jetty/")) {
            Runnable blocking = () -> {
                sendInJetty(status, fields);
                done.run();
            };
            turns.onBlockingThread(() -> turns.unlessAnswered(blocking, done), done);
        } else if (container.startsWith("Apache Tomcat/") && status == HttpStatus.EARLY_HINTS_103) {
            TomcatEarlyHints.in(response)
                    .ifPresentOrElse(
                            hints -> hints.send(() -> set(fields), task -> turns.unlessAnswered(task, done), done),
                            done);
        } else {
            done.run();
        }
    }

    /** Jetty makes an interim response of such an error, with what fields there are, and waits until it has left. */
    private void sendInJetty(int status, HttpFields fields) {
        try {
            set(fields);
            response.sendError(status);
        } catch (IOException | RuntimeException failed) {
            LOG.debug("An interim response could not be sent", failed);
        }
        if (!response.isCommitted()) {
            // The final response begins from nothing.
            response.reset();
        }
    }

    private void set(HttpFields fields) {
        for (HttpField field : fields) {
            response.addHeader(field.getName(), field.getValue() == null ? "" : field.getValue());
        }
    }
}
