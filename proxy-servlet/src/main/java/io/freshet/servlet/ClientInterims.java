package io.freshet.servlet;

import io.freshet.proxy.exchange.InterimQueue;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpStatus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends interim responses through the servlet API. Before version 6.2 that says nothing of them; what is known of containers is here, and a
 * status that a container cannot send is dropped.
 */
final class ClientInterims implements InterimQueue.Sender {

    private static final Logger LOG = LoggerFactory.getLogger(ClientInterims.class);

    private final HttpServletRequest request;
    private final HttpServletResponse response;
    private final ClientTurns turns;

    ClientInterims(HttpServletRequest request, HttpServletResponse response, ClientTurns turns) {
        this.request = request;
        this.response = response;
        this.turns = turns;
    }

    @Override
    public void send(int status, HttpFields fields, Runnable done) {
        turns.unlessAnswered(() -> sendNow(status, fields, done), done);
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
