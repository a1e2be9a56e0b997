package io.freshet.proxy.exchange;

import io.freshet.engine.collapsing.ArrivingContent;
import io.freshet.engine.collapsing.ArrivingContent.Next;
import io.freshet.store.StoreException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.IteratingCallback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes content to a client piece by piece, the next when the client has taken the last and it has arrived. */
public final class ContentPump extends IteratingCallback {

    private static final Logger LOG = LoggerFactory.getLogger(ContentPump.class);

    private static final int PIECE_BYTES = 64 * 1024;
    private static final byte[] NOTHING = {};
    private static final ByteBuffer EMPTY = ByteBuffer.allocate(0);

    private final ResponseSink client;
    private final Consumer<Optional<Throwable>> over;
    private final Output writer;
    private ArrivingContent content;
    private Next.Piece piece = new Next.Piece(EMPTY, false);
    private boolean begun;

    /** Where content is written. */
    public interface Output {

        /**
         * Writes a piece; in a turn of the request.
         *
         * @param piece not to be changed until the callback is called
         * @param last whether the response is complete with it
         * @param taken called when the next piece may come
         */
        void write(byte[] piece, boolean last, Callback taken);
    }

    /** @param over told when all is written, or why not all could be */
    public ContentPump(
            ArrivingContent content, ResponseSink client, Output writer, Consumer<Optional<Throwable>> over) {
        this.over = over;
        this.content = content;
        this.client = client;
        this.writer = writer;
    }

    @Override
    protected Action process() throws IOException {
        if (!piece.bytes().hasRemaining()) {
            Next next = content.next(this::iterate);
            if (next instanceof Next.Later) {
                return later();
            }
            if (next instanceof Next.End) {
                return Action.SUCCEEDED;
            }
            if (next instanceof Next.Broken) {
                throw new StoreException("the response broke off that this one was to be");
            }
            if (next instanceof Next.Behind behind) {
                client.onBlockingThread(() -> readRest(behind.rest()), () -> failed(new IOException("over")));
                return Action.SCHEDULED;
            }
            piece = (Next.Piece) next;
        }
        byte[] bytes = bytes(piece.bytes(), PIECE_BYTES);
        write(bytes, piece.last() && !piece.bytes().hasRemaining());
        return Action.SCHEDULED;
    }

    /** An origin may send its head long before its content, and mean it. */
    private Action later() {
        if (begun) {
            return Action.IDLE;
        }
        write(NOTHING, false);
        return Action.SCHEDULED;
    }

    private void write(byte[] bytes, boolean last) {
        begun = true;
        Callback taken = Callback.from(this::succeeded, this::failed);
        client.during(() -> writer.write(bytes, last, taken), () -> failed(new IOException("The request is over")));
    }

    private void readRest(Supplier<Optional<Iterator<ByteBuffer>>> rest) {
        try {
            Optional<Iterator<ByteBuffer>> stored = rest.get();
            if (stored.isPresent()) {
                content.close();
                content = new AtHand(stored.get());
                succeeded();
            } else {
                failed(new StoreException("the rest of the response has gone"));
            }
        } catch (RuntimeException gone) {
            failed(gone);
        }
    }

    @Override
    protected void onCompleteSuccess() {
        content.close();
        over.accept(Optional.empty());
    }

    @Override
    protected void onCompleteFailure(Throwable failed) {
        LOG.debug("A response could not be sent to its end", failed);
        content.close();
        over.accept(Optional.of(failed));
    }

    /** The next bytes of a piece of content, {@code most} of them at most. */
    private static byte[] bytes(ByteBuffer content, int most) {
        byte[] bytes = new byte[Math.min(most, content.remaining())];
        content.get(bytes);
        return bytes;
    }
}
