package io.freshet.engine;

import io.freshet.store.StoreWriter;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * The way of one response into the store, or nowhere. Commits only what is complete: the length that the head declares, or,
 * where it declares none, all that came before the origin ended the response properly.
 *
 * <p>Nothing here blocks or throws. Safe for use by several threads: content comes on one, a failure may come on another.
 */
public final class Fill {

    private final OptionalLong declaredLength;
    private Optional<StoreWriter> writer;
    private long received;

    private Fill(Optional<StoreWriter> writer, OptionalLong declaredLength) {
        this.writer = writer;
        this.declaredLength = declaredLength;
    }

    static Fill into(StoreWriter writer, OptionalLong declaredLength) {
        return new Fill(Optional.of(writer), declaredLength);
    }

    /** For what is not stored. */
    public static Fill nowhere() {
        return new Fill(Optional.empty(), OptionalLong.empty());
    }

    /** Whether what is written is still on its way into a store. */
    public synchronized boolean storing() {
        return writer.filter(StoreWriter::open).isPresent();
    }

    /** Whether the head declares where the content ends, so that one can tell how much is still to come. */
    public boolean declared() {
        return declaredLength.isPresent();
    }

    /**
     * The next piece of content. The response is committed with its last declared byte, before that byte is passed on, so
     * that a client which has it all and asks again finds it stored.
     */
    public synchronized void write(ByteBuffer content) {
        received += content.remaining();
        writer.ifPresent(open -> open.write(content));
        if (complete()) {
            finish(StoreWriter::commit);
        }
    }

    /** The origin has ended the response properly. */
    public synchronized void end() {
        finish(declaredLength.isEmpty() || complete() ? StoreWriter::commit : StoreWriter::discard);
    }

    /** The response broke off, or is not wanted. */
    public synchronized void abandon() {
        finish(StoreWriter::discard);
    }

    private boolean complete() {
        return declaredLength.isPresent() && declaredLength.getAsLong() == received;
    }

    private void finish(Consumer<StoreWriter> how) {
        writer.ifPresent(how);
        writer = Optional.empty();
    }
}
