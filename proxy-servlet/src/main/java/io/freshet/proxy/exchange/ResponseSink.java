package io.freshet.proxy.exchange;

import io.freshet.engine.collapsing.ArrivingContent;
import io.freshet.engine.response.Step.Answer;
import io.freshet.http.ResponseHead;
import io.freshet.proxy.origin.InterimReceiver;
import java.util.function.Supplier;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.util.Callback;

/** Where the response of an exchange goes. No method blocks, but for those that say so. */
public interface ResponseSink extends InterimReceiver {

    /** The response does not come at once: the thread that the request came on may go. May be called more than once. */
    void detach();

    /** Does {@code task}, which must not block, in a turn of the request, or {@code otherwise} if the request is over by then. */
    void during(Runnable task, Runnable otherwise);

    /**
     * Has {@code task}, which must not block, run if the client goes before it has its response, as far as that is noticed; in
     * place of a former task. It may be run more than once.
     */
    void whenGone(Runnable task);

    /** Sends a response as it arrives, where no head has been written yet. */
    void stream(ResponseHead head, ArrivingContent content);

    /** The response does not come to its end, and the client must be able to tell. */
    void cutOff();

    /** Does something when no interim response is under way to the client any more: at once, or on another thread. */
    void afterInterims(Runnable task);

    /** Sets status and fields; they leave with the first content, with {@link #finishHeadOnly} or with {@link #finish}. */
    void writeHead(ResponseHead head);

    /**
     * Sends these after the content, if they can follow this response (RFC 9110 §6.5.1). Must be called before the first
     * content; the source is asked after the last.
     */
    void trailers(Supplier<HttpFields> trailers);

    /** Lets the head leave before any content has come; the callback comes as with {@link #write}. */
    void writeNothing(Callback callback);

    /** Writes content; the callback comes when more can be taken, or fails when nothing is taken any more. */
    void write(byte[] content, boolean last, Callback callback);

    /** Takes the content that follows from there, closes it, and finishes by itself; nothing else is to be written. */
    void stream(ArrivingContent content);

    /** The response is complete. */
    void finish();

    /** The response is complete with its head. May block for that. */
    void finishHeadOnly();

    /** Sends a whole response in place of any head that has not left yet; cuts off one that has begun to leave. May block. */
    void sendInstead(Answer answer);

    /** Runs a task that may block on a thread where it may; {@code otherwise} at once, when the request is over. */
    void onBlockingThread(Runnable task, Runnable otherwise);
}
