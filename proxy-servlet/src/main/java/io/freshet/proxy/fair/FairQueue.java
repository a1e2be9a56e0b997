package io.freshet.proxy.fair;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * Gives out a limited number of places, to each client no more than its {@linkplain Shares share}. A request for which there is
 * none waits, and clients take turns: first by address, then by connection, then by time. How many wait, and for how long, is
 * limited. See docs/decisions/0042.
 *
 * <p>Nothing here blocks. Safe for use by many threads.
 */
public final class FairQueue {

    /** Why there is no place. */
    public enum Refusal {
        /** Too many wait already, or too many of that client. */
        FULL,
        /** None became free in time. */
        LATE
    }

    private enum State {
        WAITING,
        HELD,
        OVER
    }

    private final Duration wait;
    private final Scheduler scheduler;
    private final Executor executor;

    // Guarded by this.
    private final Shares held;
    private final Shares waiting;
    private final Map<String, Map<String, Deque<Place>>> queue = new LinkedHashMap<>();

    /**
     * An empty queue.
     *
     * @param places how many places there are
     * @param maxWaiting the most that wait for one
     * @param share the part of both that one address may have; see {@link Shares}
     * @param wait the longest wait
     * @param executor runs what is done with a place that was waited for, one after another; nothing that blocks
     */
    public FairQueue(int places, int maxWaiting, double share, Duration wait, Scheduler scheduler, Executor executor) {
        this.held = new Shares(places, share);
        this.waiting = new Shares(maxWaiting, share);
        this.wait = wait;
        this.scheduler = scheduler;
        this.executor = executor;
    }

    /**
     * Asks for a place. Calls one of the two, at once or later, on any thread; none of them if the place is {@linkplain
     * Place#release released} before.
     */
    public Place enter(Claimant who, Consumer<Place> granted, Consumer<Refusal> refused) {
        Place place = new Place(who, granted, refused);
        boolean free;
        boolean full = false;
        synchronized (this) {
            free = held.allow(who);
            if (free) {
                held.take(who);
                place.state = State.HELD;
            } else if (waiting.allow(who)) {
                add(place);
                place.timer = Optional.of(scheduler.schedule(place::expire, wait.toMillis(), TimeUnit.MILLISECONDS));
            } else {
                place.state = State.OVER;
                full = true;
            }
        }
        if (free) {
            granted.accept(place);
        } else if (full) {
            refused.accept(Refusal.FULL);
        }
        return place;
    }

    /** How many wait. */
    public synchronized int waiting() {
        return waiting.taken();
    }

    private void add(Place place) {
        waiting.take(place.who);
        queue.computeIfAbsent(place.who.address(), address -> new LinkedHashMap<>())
                .computeIfAbsent(place.who.connection(), connection -> new ArrayDeque<>())
                .add(place);
    }

    private void remove(Place place) {
        waiting.giveBack(place.who);
        Map<String, Deque<Place>> ofAddress = queue.getOrDefault(place.who.address(), Map.of());
        Deque<Place> ofConnection = ofAddress.getOrDefault(place.who.connection(), new ArrayDeque<>());
        ofConnection.remove(place);
        if (ofConnection.isEmpty()) {
            ofAddress.remove(place.who.connection());
        }
        if (ofAddress.isEmpty()) {
            queue.remove(place.who.address());
        }
    }

    /** Gives free places to those whose turn it is. */
    private List<Place> serve() {
        List<Place> served = new ArrayList<>();
        for (Optional<Place> next = next(); next.isPresent(); next = next()) {
            Place place = next.get();
            remove(place);
            place.timer.ifPresent(Scheduler.Task::cancel);
            place.state = State.HELD;
            held.take(place.who);
            toTheEnd(place.who);
            served.add(place);
        }
        return served;
    }

    private Optional<Place> next() {
        for (Map.Entry<String, Map<String, Deque<Place>>> ofAddress : queue.entrySet()) {
            if (held.allowAddress(ofAddress.getKey())) {
                Iterator<Deque<Place>> ofConnection =
                        ofAddress.getValue().values().iterator();
                while (ofConnection.hasNext()) {
                    Place first = ofConnection.next().element();
                    if (held.allow(first.who)) {
                        return Optional.of(first);
                    }
                }
            }
        }
        return Optional.empty();
    }

    /** The others come first now. */
    private void toTheEnd(Claimant who) {
        Map<String, Deque<Place>> ofAddress = queue.remove(who.address());
        if (ofAddress != null) {
            queue.put(who.address(), ofAddress);
            Deque<Place> ofConnection = ofAddress.remove(who.connection());
            if (ofConnection != null) {
                ofAddress.put(who.connection(), ofConnection);
            }
        }
    }

    /** A place, or a wait for one. */
    public final class Place {

        private final Claimant who;
        private final Consumer<Place> granted;
        private final Consumer<Refusal> refused;

        // Guarded by the queue.
        private State state = State.WAITING;
        private Optional<Scheduler.Task> timer = Optional.empty();

        private Place(Claimant who, Consumer<Place> granted, Consumer<Refusal> refused) {
            this.who = who;
            this.granted = granted;
            this.refused = refused;
        }

        /** Gives the place back, or ends the wait for it; only the first time counts. */
        public void release() {
            end();
        }

        /** Ends the wait; says whether it was waited. A place that is held stays so. */
        public boolean withdraw() {
            synchronized (FairQueue.this) {
                return state == State.WAITING && end();
            }
        }

        private boolean end() {
            List<Place> served;
            synchronized (FairQueue.this) {
                if (state == State.OVER) {
                    return false;
                }
                if (state == State.WAITING) {
                    remove(this);
                    timer.ifPresent(Scheduler.Task::cancel);
                } else {
                    held.giveBack(who);
                }
                state = State.OVER;
                served = serve();
            }
            // Not from here: what comes of it may be that the place is given back, and the next one served.
            served.forEach(place -> executor.execute(place::grant));
            return true;
        }

        private void expire() {
            if (withdraw()) {
                refused.accept(Refusal.LATE);
            }
        }

        private void grant() {
            if (!isOver()) {
                granted.accept(this);
            }
        }

        private boolean isOver() {
            synchronized (FairQueue.this) {
                return state == State.OVER;
            }
        }
    }
}
