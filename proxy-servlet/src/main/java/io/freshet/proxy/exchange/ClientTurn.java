package io.freshet.proxy.exchange;

import io.freshet.engine.collapsing.ArrivingContent;
import io.freshet.engine.storing.CacheFill;
import java.util.Optional;
import java.util.function.Consumer;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The client's turn to take something; ends when it has, or when others come that do not wait for that. */
final class ClientTurn implements Callback {

    private static final Logger LOG = LoggerFactory.getLogger(ClientTurn.class);

    private final ResponseSink client;
    private final CacheFill fill;
    private final Runnable next;
    private final Runnable onOthers;
    private final Consumer<Throwable> onGone;

    // Guarded by this.
    private boolean over;
    private Optional<ArrivingContent> rest = Optional.empty();

    /**
     * @param next asks the origin for more
     * @param onOthers told, before {@code next}, when the origin does not wait for this client any more
     * @param onGone told, in place of {@code next}, when the client has gone
     */
    ClientTurn(ResponseSink client, CacheFill fill, Runnable next, Runnable onOthers, Consumer<Throwable> onGone) {
        this.client = client;
        this.fill = fill;
        this.next = next;
        this.onOthers = onOthers;
        this.onGone = onGone;
    }

    /** To be called once, when the client has been given something. */
    void unlessRead() {
        fill.whenRead(this::end);
    }

    private void end() {
        synchronized (this) {
            if (over) {
                return;
            }
            over = true;
            rest = fill.rest();
        }
        onOthers.run();
        client.onBlockingThread(next, next);
    }

    private synchronized boolean isOver() {
        boolean before = over;
        over = true;
        return before;
    }

    @Override
    public void succeeded() {
        if (isOver()) {
            rest.ifPresentOrElse(client::stream, client::finish);
        } else {
            next.run();
        }
    }

    @Override
    public void failed(Throwable gone) {
        if (isOver()) {
            LOG.debug("The client left before the end of its response", gone);
            rest.ifPresent(ArrivingContent::close);
            client.finish();
        } else {
            onGone.accept(gone);
        }
    }
}
