package io.freshet.standalone;

import io.freshet.proxy.Freshet;
import io.freshet.proxy.admission.Admission;
import io.freshet.proxy.admission.Admission.Admitted;
import io.freshet.proxy.admission.HitResponse;
import io.freshet.servlet.ClientWatch;
import io.freshet.servlet.HeadAsSent;
import io.freshet.servlet.InterimSender;
import io.freshet.standalone.core.ContentSender;
import io.freshet.standalone.core.CoreClientRequest;
import io.freshet.standalone.core.CoreClientWatch;
import io.freshet.standalone.core.CoreExchanges;
import io.freshet.standalone.core.CoreHead;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;

/**
 * Answers out of memory on the very thread that has read the request, has {@link CoreExchanges} carry plain ones, and gives every other to a
 * thread that may block. Nothing is decided here: all ways ask the same engine and get the same answer.
 */
final class FastPath extends Handler.Wrapper {

    private final Freshet freshet;
    private final Optional<CoreExchanges> plain;
    private final AskAhead askAhead;

    /** @param plain carries plain requests; empty where the handler behind this one is to have them all */
    FastPath(Freshet freshet, Optional<CoreExchanges> plain, Handler rest) {
        super(rest);
        this.freshet = freshet;
        this.plain = plain;
        askAhead = new AskAhead(freshet);
    }

    /** What follows does block, but not on the thread of the caller. */
    @Override
    public InvocationType getInvocationType() {
        return InvocationType.NON_BLOCKING;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        CoreClientRequest client = new CoreClientRequest(request);
        askAhead.ask(client, freshet.admit(client), admission -> {
            try {
                go(admission, request, response, callback);
            } catch (RuntimeException fault) {
                Response.writeError(request, response, callback, fault);
            }
        });
        return true;
    }

    private void go(Admission admission, Request request, Response response, Callback callback) {
        if (admission instanceof Admission.Answered answered) {
            send(answered.answer(), request, response, callback);
            return;
        }
        if (plain.isPresent() && admission instanceof Admitted admitted && CoreExchanges.takes(admitted)) {
            plain.get().begin(admitted, request, response, callback);
            return;
        }
        request.setAttribute(Admission.ATTRIBUTE, admission);
        request.setAttribute(HeadAsSent.ATTRIBUTE, new CoreHead(request, response));
        request.setAttribute(ClientWatch.ATTRIBUTE, new CoreClientWatch(request));
        request.setAttribute(InterimSender.ATTRIBUTE, (InterimSender) response::writeInterim);
        Executor threads = getServer().getThreadPool();
        threads.execute(() -> handleBlocking(request, response, callback));
    }

    /**
     * The servlet API takes a path that begins with two slashes for a host when it becomes asynchronous, and some hosts are none. What the
     * path is, is known by now.
     */
    private static Request forServlet(Request request) {
        HttpURI uri = request.getHttpURI();
        if (!uri.getPath().startsWith("//")) {
            return request;
        }
        HttpURI root = HttpURI.build(uri).path("/").asImmutable();
        return new Request.Wrapper(request) {
            @Override
            public HttpURI getHttpURI() {
                return root;
            }
        };
    }

    private void handleBlocking(Request request, Response response, Callback callback) {
        try {
            if (!super.handle(forServlet(request), response, callback)) {
                Response.writeError(request, response, callback, HttpStatus.NOT_FOUND_404);
            }
        } catch (Exception failure) {
            Response.writeError(request, response, callback, failure);
        }
    }

    private static void send(HitResponse answer, Request request, Response response, Callback callback) {
        new CoreHead(request, response).write(answer.head());
        if (answer.content().hasNext()) {
            new ContentSender(answer.content(), response, callback).iterate();
        } else {
            // Otherwise the server would take the absence of content for its length.
            response.write(false, BufferUtil.EMPTY_BUFFER, callback);
        }
    }
}
