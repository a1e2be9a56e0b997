package io.freshet.engine.storing;

import io.freshet.engine.collapsing.ArrivingContent;
import io.freshet.engine.collapsing.InFlightFetch;
import io.freshet.policy.Reason;
import io.freshet.store.StoreWriter;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * The way of one response into the store, or nowhere, and to those that wait for it. Commits only what is complete: the length
 * that the head declares, or, where it declares none, all that came before the origin ended the response properly.
 *
 * <p>Nothing here blocks or throws. Safe for use by several threads: content comes on one, a failure may come on another.
 */
public final class CacheFill {

    private final OptionalLong declaredLength;
    private final Optional<InFlightFetch> inFlight;
    private Optional<StoreWriter> writer;
    private final Reason refusal;
    private long received;

    private CacheFill(
            Optional<StoreWriter> writer,
            OptionalLong declaredLength,
            Optional<InFlightFetch> inFlight,
            Reason refusal) {
        this.writer = writer;
        this.refusal = refusal;
        this.declaredLength = declaredLength;
        this.inFlight = inFlight;
    }

    static CacheFill into(StoreWriter writer, OptionalLong declaredLength, Optional<InFlightFetch> inFlight) {
        Reason refusal = writer.isTooLarge() ? Reason.TOO_LARGE : Reason.STORE_REFUSED;
        return new CacheFill(Optional.of(writer), declaredLength, inFlight, refusal);
    }

    /** For what is not stored. */
    public static CacheFill nowhere() {
        return nowhere(Reason.STORE_REFUSED);
    }

    public static CacheFill nowhere(Reason why) {
        return new CacheFill(Optional.empty(), OptionalLong.empty(), Optional.empty(), why);
    }

    /** Whether what is written is still on its way into a store. */
    public synchronized boolean storing() {
        return writer.filter(StoreWriter::open).isPresent();
    }

    /** Why it is not going to be stored, as far as is known now: empty where nothing speaks against it. */
    public synchronized Optional<Reason> refusal() {
        if (writer.filter(StoreWriter::promising).isPresent()) {
            return Optional.empty();
        }
        return Optional.of(refusal);
    }

    /** Whether the head declares where the content ends, so that one can tell how much is still to come. */
    public boolean declared() {
        return declaredLength.isPresent();
    }

    /** What the head declares, in bytes. */
    public OptionalLong length() {
        return declaredLength;
    }

    /** Whether other requests read what is written. */
    public boolean isRead() {
        return inFlight.filter(InFlightFetch::isRead).isPresent();
    }

    /**
     * All that is written from now on, for the client that this was fetched for, where others read it too: none of them is to
     * wait for that client. To be asked by who writes.
     */
    public Optional<ArrivingContent> shared() {
        return isRead() ? rest() : Optional.empty();
    }

    /** The content from here on, also where no other request reads it. */
    public synchronized Optional<ArrivingContent> rest() {
        return inFlight.map(own -> own.fromHere(received));
    }

    /**
     * What is to be written next waits for the client that this was fetched for: runs {@code goOn} as soon as others read what is
     * written, perhaps at once, on any thread. Only what was said last counts.
     */
    public void whenRead(Runnable goOn) {
        inFlight.ifPresent(own -> own.whenRead(goOn));
    }

    /**
     * The next piece of content, not to be changed any more. The response is committed with its last declared byte, before that
     * byte is passed on, so that a client which has it all and asks again finds it stored.
     */
    public void write(ByteBuffer content) {
        boolean complete = take(content);
        inFlight.ifPresent(own -> own.add(content));
        if (complete) {
            inFlight.ifPresent(own -> own.end(true));
        }
    }

    private synchronized boolean take(ByteBuffer content) {
        received += content.remaining();
        writer.ifPresent(open -> open.write(content));
        if (complete()) {
            finish(StoreWriter::commit);
        }
        return complete();
    }

    /** The origin has ended the response properly. */
    public void end() {
        boolean whole;
        synchronized (this) {
            whole = declaredLength.isEmpty() || complete();
            finish(whole ? StoreWriter::commit : StoreWriter::discard);
        }
        inFlight.ifPresent(own -> own.end(whole));
    }

    /** The response broke off, or is not wanted. */
    public void abandon() {
        synchronized (this) {
            finish(StoreWriter::discard);
        }
        inFlight.ifPresent(own -> own.end(false));
    }

    private boolean complete() {
        return declaredLength.isPresent() && declaredLength.getAsLong() == received;
    }

    private void finish(Consumer<StoreWriter> how) {
        writer.ifPresent(how);
        writer = Optional.empty();
    }
}
