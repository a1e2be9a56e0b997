package io.freshet.servlet;

import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A 103 (RFC 8297) in Tomcat, whose responses have the method of Servlet 6.2 for it in all versions that a WAR for Servlet 6.0
 * meets. It puts the fields there are into Tomcat's buffer, where they would stay until the final response: only a listener gets
 * them out without committing that.
 *
 * <p>Resetting the response removes the fields, and the listener. So it is set twice, once so that the first write does not
 * block, once so that its bytes leave, and is gone when this is done.
 */
final class TomcatEarlyHints implements WriteListener {

    private static final Logger LOG = LoggerFactory.getLogger(TomcatEarlyHints.class);

    private final HttpServletResponse response;
    private final Method method;
    private Runnable fields = () -> {};
    private Consumer<Runnable> turns = Runnable::run;
    private Runnable done = () -> {};
    private boolean written;

    private TomcatEarlyHints(HttpServletResponse response, Method method) {
        this.response = response;
        this.method = method;
    }

    /** None, if this version of Tomcat cannot send them. */
    static Optional<TomcatEarlyHints> in(HttpServletResponse response) {
        try {
            return Optional.of(
                    new TomcatEarlyHints(response, response.getClass().getMethod("sendEarlyHints")));
        } catch (NoSuchMethodException older) {
            return Optional.empty();
        }
    }

    /**
     * Sends one without blocking.
     *
     * @param setFields sets its fields in a response that has none
     * @param inTurns does what must be done in a turn of the request
     * @param whenDone called when it has left, or cannot be sent
     */
    void send(Runnable setFields, Consumer<Runnable> inTurns, Runnable whenDone) {
        fields = setFields;
        turns = inTurns;
        done = whenDone;
        listen();
    }

    private void listen() {
        try {
            response.getOutputStream().setWriteListener(this);
        } catch (IOException | IllegalStateException failed) {
            fail(failed);
        }
    }

    @Override
    public void onWritePossible() {
        turns.accept(this::proceed);
    }

    private void proceed() {
        try {
            if (!response.getOutputStream().isReady()) {
                return;
            }
            if (written) {
                response.reset();
                done.run();
            } else {
                written = true;
                fields.run();
                method.invoke(response);
                response.reset();
                listen();
            }
        } catch (IOException | IllegalAccessException | InvocationTargetException | IllegalStateException failed) {
            fail(failed);
        }
    }

    @Override
    public void onError(Throwable failed) {
        turns.accept(() -> fail(failed));
    }

    private void fail(Throwable failed) {
        LOG.debug("An interim response could not be sent", failed);
        if (!response.isCommitted()) {
            response.reset();
        }
        done.run();
    }
}
