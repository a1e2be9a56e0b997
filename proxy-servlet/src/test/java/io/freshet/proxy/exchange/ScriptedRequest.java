package io.freshet.proxy.exchange;

import java.net.URI;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.Response;
import org.eclipse.jetty.client.Result;
import org.eclipse.jetty.client.transport.HttpConversation;
import org.eclipse.jetty.client.transport.HttpRequest;
import org.eclipse.jetty.client.transport.HttpResponse;
import org.eclipse.jetty.io.content.AsyncContent;

/** A request to an origin that goes to no wire: a {@link ScriptedOrigin} gets it. */
final class ScriptedRequest extends HttpRequest {

    private final ScriptedOrigin origin;
    private final HttpResponse response = new HttpResponse(this);
    private final AsyncContent content = new AsyncContent();
    private Optional<Throwable> aborted = Optional.empty();
    private boolean sent;
    private boolean over;

    ScriptedRequest(HttpClient client, URI uri, ScriptedOrigin origin) {
        super(client, new HttpConversation(), uri);
        this.origin = origin;
    }

    @Override
    public void send(Response.CompleteListener listener) {
        getResponseListeners().addListener((Response.Listener) listener);
        sent = true;
        origin.receive(this);
        aborted.ifPresent(cause -> origin.aborted(this, cause));
    }

    HttpResponse response() {
        return response;
    }

    /** The content of the response, to be written by the origin. */
    AsyncContent content() {
        return content;
    }

    boolean isOver() {
        return over;
    }

    /** As the HTTP client does it: one that is sent later fails then. */
    @Override
    public CompletableFuture<Boolean> abort(Throwable cause) {
        boolean first = aborted.isEmpty();
        if (first) {
            aborted = Optional.of(cause);
            if (sent) {
                origin.aborted(this, cause);
            }
        }
        return CompletableFuture.completedFuture(first);
    }

    void succeed() {
        getResponseListeners().notifySuccess(response);
        complete(new Result(this, response));
    }

    void breakOff(Throwable why) {
        content.fail(why);
        getResponseListeners().notifyFailure(response, why);
        complete(new Result(this, why, response, why));
    }

    private void complete(Result result) {
        over = true;
        getResponseListeners().notifyComplete(result);
    }
}
