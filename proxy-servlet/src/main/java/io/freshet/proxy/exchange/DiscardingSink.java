package io.freshet.proxy.exchange;

import io.freshet.engine.collapsing.ArrivingContent;
import io.freshet.engine.response.Step.Answer;
import io.freshet.http.ResponseHead;
import java.io.IOException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.util.Callback;

/**
 * For what is fetched for the store alone: like a client that has left.
 *
 * @param blocking runs what may block
 */
record DiscardingSink(Executor blocking) implements ResponseSink {

    @Override
    public void detach() {}

    @Override
    public void during(Runnable task, Runnable otherwise) {
        task.run();
    }

    @Override
    public void whenGone(Runnable task) {}

    @Override
    public void interim(int status, HttpFields fields) {}

    @Override
    public void stream(ResponseHead head, ArrivingContent content) {
        content.close();
    }

    @Override
    public void cutOff() {}

    @Override
    public void afterInterims(Runnable task) {
        task.run();
    }

    @Override
    public void writeHead(ResponseHead head) {}

    @Override
    public void trailers(Supplier<HttpFields> trailers) {}

    @Override
    public void writeNothing(Callback callback) {
        callback.failed(new IOException("No client waits for this response"));
    }

    @Override
    public void write(byte[] content, boolean last, Callback callback) {
        writeNothing(callback);
    }

    @Override
    public void stream(ArrivingContent content) {
        content.close();
    }

    @Override
    public void finish() {}

    @Override
    public void finishHeadOnly() {}

    @Override
    public void sendInstead(Answer answer) {}

    @Override
    public void onBlockingThread(Runnable task, Runnable otherwise) {
        try {
            blocking.execute(task);
        } catch (RejectedExecutionException busy) {
            otherwise.run();
        }
    }
}
