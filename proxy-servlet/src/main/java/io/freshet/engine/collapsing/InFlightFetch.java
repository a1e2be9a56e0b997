package io.freshet.engine.collapsing;

import io.freshet.http.RequestHead;
import io.freshet.policy.Collapsing;
import io.freshet.store.ByteBudget;
import io.freshet.store.FetchLease;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * One fetch that other requests wait for, and its response while it arrives. The first thing that is said of its outcome counts.
 *
 * <p>Its content stays in memory as long as there is room, so that who comes later can read it from the beginning. Where there is
 * none, the oldest pieces go, and who has not read them reads on in the store. Safe for use by many threads.
 */
public final class InFlightFetch {

    private enum End {
        OPEN,
        WHOLE,
        BROKEN
    }

    private final FetchKey key;
    private final RequestHead request;
    private final Instant began;

    /** Made when it is needed. */
    private volatile String fingerprint = "";

    private final int maxWaiting;
    private final Consumer<InFlightFetch> onCompletion;

    // Guarded by this.
    private Optional<FetchOutcome> outcome = Optional.empty();
    private List<Runnable> waiting = new ArrayList<>();
    private final KeptPieces pieces;

    /** Those that wait as well. */
    private int readers;

    private End end = End.OPEN;

    private Optional<FetchLease> lease = Optional.empty();
    private Optional<FetchKey> answered = Optional.empty();
    private Optional<InFlightFetch> next = Optional.empty();
    private Optional<Runnable> holdUp = Optional.empty();

    /**
     * @param request the one that it is made for
     * @param budget what its pieces are taken from
     * @param maxWaiting the most that wait for its outcome
     * @param onCompletion told when no request joins any more, before those that wait are told
     */
    InFlightFetch(
            FetchKey key,
            RequestHead request,
            Instant began,
            ByteBudget budget,
            int maxWaiting,
            Consumer<InFlightFetch> onCompletion) {
        this.key = key;
        this.request = request;
        this.began = began;
        this.pieces = new KeptPieces(budget);
        this.maxWaiting = maxWaiting;
        this.onCompletion = onCompletion;
    }

    public FetchKey key() {
        return key;
    }

    /** The request that it is made for. */
    RequestHead request() {
        return request;
    }

    /** {@link Collapsing#fingerprint} of that. */
    public String fingerprint() {
        String known = fingerprint;
        if (known.isEmpty()) {
            known = Collapsing.fingerprint(request);
            fingerprint = known;
        }
        return known;
    }

    /** Which requests its response is known to answer, where that differs from {@link #key}. */
    synchronized Optional<FetchKey> answered() {
        return answered;
    }

    synchronized void answers(FetchKey known) {
        answered = Optional.of(known).filter(other -> !other.equals(key));
    }

    /** the fetch that those wait for who waited for this one, which failed: the same for all of them. */
    public synchronized InFlightFetch next(Supplier<InFlightFetch> join) {
        InFlightFetch chosen = next.orElseGet(join);
        next = Optional.of(chosen);
        return chosen;
    }

    /** Other nodes wait for it, too. */
    synchronized void hold(FetchLease held) {
        lease = Optional.of(held);
    }

    /** It is complete: what other nodes wait for may be given back. Only once. */
    synchronized Optional<FetchLease> releaseLease() {
        Optional<FetchLease> held = lease;
        lease = Optional.empty();
        return held;
    }

    /** When it began: what was changed after that may not be in its response. */
    Instant began() {
        return began;
    }

    /**
     * Runs {@code then} once the outcome is known, perhaps at once; says whether there was room to wait. Content is kept until
     * every request that waited has {@linkplain #leave left}.
     */
    public boolean whenDecided(Runnable then) {
        synchronized (this) {
            if (outcome.isEmpty() && waiting.size() >= maxWaiting) {
                return false;
            }
            readers++;
            if (outcome.isEmpty()) {
                return waiting.add(then);
            }
        }
        then.run();
        return true;
    }

    /** How many wait for the outcome. */
    synchronized int waiting() {
        return waiting.size();
    }

    /** A request that waited does not wait any more: it has a reader of its own, or needs none. */
    public synchronized void leave() {
        readers--;
        releaseUnread();
    }

    public synchronized Optional<FetchOutcome> outcome() {
        return outcome;
    }

    /** Says what comes of it; only the first time counts. */
    public void decide(FetchOutcome decided) {
        synchronized (this) {
            if (outcome.isPresent()) {
                return;
            }
            outcome = Optional.of(decided);
        }
        if (!(decided instanceof FetchOutcome.Shared)) {
            onCompletion.accept(this);
        }
        wake();
    }

    /** The next piece of its content; must not be changed any more. */
    public void add(ByteBuffer content) {
        synchronized (this) {
            pieces.add(content);
        }
        wake();
    }

    /** No more content comes; what is whole is stored. */
    public void end(boolean whole) {
        synchronized (this) {
            if (end == End.OPEN) {
                end = whole ? End.WHOLE : End.BROKEN;
            }
            releaseUnread();
        }
        onCompletion.accept(this);
        wake();
    }

    private void releaseUnread() {
        if (end != End.OPEN && readers == 0) {
            pieces.clear();
        }
    }

    /** Not while holding the lock. */
    private void wake() {
        List<Runnable> woken;
        synchronized (this) {
            woken = waiting;
            waiting = new ArrayList<>();
        }
        woken.forEach(Runnable::run);
    }

    /** Whether other requests read its content, or wait for it. */
    public synchronized boolean isRead() {
        return readers > 0;
    }

    /** Its content from the beginning on; nothing where the beginning has gone already. */
    public Optional<ArrivingContent> fromBeginning() {
        Optional<Runnable> heldUp;
        ArrivingContent reader;
        synchronized (this) {
            if (pieces.first() > 0) {
                return Optional.empty();
            }
            reader = new Reader(0, 0);
            heldUp = holdUp;
            holdUp = Optional.empty();
        }
        heldUp.ifPresent(Runnable::run);
        return Optional.of(reader);
    }

    /** The next piece waits for a client: runs {@code goOn} as soon as others read it, perhaps at once; only what was said last. */
    public void whenRead(Runnable goOn) {
        synchronized (this) {
            holdUp = Optional.of(goOn).filter(wait -> readers == 0);
            if (holdUp.isPresent()) {
                return;
            }
        }
        goOn.run();
    }

    /** What comes after {@code position}, which is where its content has come to. */
    public synchronized ArrivingContent fromHere(long position) {
        return new Reader(pieces.next(), position);
    }

    private Optional<Iterator<ByteBuffer>> completed(long from) {
        return outcome()
                .flatMap(decided -> decided instanceof FetchOutcome.Shared shared
                        ? shared.rest().apply(from)
                        : Optional.empty());
    }

    private final class Reader implements ArrivingContent {

        private int piece;
        private long position;
        private boolean closed;

        /** Within the lock. */
        Reader(int piece, long position) {
            this.piece = piece;
            this.position = position;
            readers++;
        }

        @Override
        public Next next(Runnable more) {
            synchronized (InFlightFetch.this) {
                if (pieces.has(piece)) {
                    ByteBuffer read = pieces.read(piece);
                    piece++;
                    position += read.remaining();
                    return new Next.Piece(read, end == End.WHOLE && piece == pieces.next());
                }
                if (end == End.BROKEN) {
                    return new Next.Broken();
                }
                if (end == End.WHOLE) {
                    long from = position;
                    return piece >= pieces.next() ? new Next.End() : new Next.Behind(() -> completed(from));
                }
                waiting.add(more);
                return new Next.Later();
            }
        }

        @Override
        public void close() {
            synchronized (InFlightFetch.this) {
                if (!closed) {
                    closed = true;
                    leave();
                }
            }
        }
    }
}
