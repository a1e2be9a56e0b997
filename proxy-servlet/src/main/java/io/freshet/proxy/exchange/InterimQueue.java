package io.freshet.proxy.exchange;

import java.util.concurrent.CompletableFuture;
import org.eclipse.jetty.http.HttpFields;

/** The interim responses to one client, one after another and all before the final one (RFC 9110 §15.2). */
public final class InterimQueue {

    /** More than an origin has reason to send; the rest is dropped. */
    private static final int MAX = 16;

    private final boolean understood;
    private final Sender sender;
    private int count;

    /** Done when nothing is left to be sent. Changed on the origin's side only, where things come in order. */
    private volatile CompletableFuture<Void> last = CompletableFuture.completedFuture(null);

    /** How one of them is sent. */
    public interface Sender {

        /**
         * Sends one, unless the response is decided or the request over.
         *
         * @param done to be run in any case, when it has left or does not leave at all
         */
        void send(int status, HttpFields fields, Runnable done);
    }

    /** @param protocol the client's: HTTP/1.0 has no interim responses */
    public InterimQueue(String protocol, Sender sender) {
        this.understood = !protocol.equals("HTTP/1.0");
        this.sender = sender;
    }

    /** Sends one when its turn comes. Does not wait for that. */
    public void send(int status, HttpFields fields) {
        if (!understood || count == MAX) {
            return;
        }
        count++;
        CompletableFuture<Void> previous = last;
        CompletableFuture<Void> sent = new CompletableFuture<>();
        last = sent;
        var unused = previous.thenRun(() -> sender.send(status, fields, () -> sent.complete(null)));
    }

    /** Does something when all have been sent, at once if so. */
    public void whenSent(Runnable task) {
        CompletableFuture<Void> sent = last;
        if (sent.isDone()) {
            task.run();
        } else {
            var unused = sent.thenRun(task);
        }
    }

    /** Whether one has not left yet. */
    public boolean sending() {
        return !last.isDone();
    }

    /** The request is over: nothing waits for interim responses any more. */
    public void abandon() {
        last.complete(null);
    }
}
