package io.freshet.engine.collapsing;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.freshet.engine.rules.EngineSettings;
import io.freshet.log.RepeatedWarning;
import io.freshet.policy.Collapsing;
import io.freshet.store.Candidacy;
import io.freshet.store.Election;
import io.freshet.store.FetchLease;
import io.freshet.store.Leases;
import io.freshet.thread.DaemonThreads;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One fetch for all nodes that share a store. The node with the lease fetches, and renews it; a fetch of any other node waits for
 * what that stores, without holding a thread. Where nothing comes, or the holder dies, another one is elected; who has waited long
 * enough fetches for itself.
 */
public final class FetchLeases implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(FetchLeases.class);
    private static final RepeatedWarning AGAIN = new RepeatedWarning(LOG);

    /** How often a fetch that waits looks into the store. */
    private static final Duration PAUSE = Duration.ofMillis(25);

    /** The most fetches that wait; the others begin at once. */
    private static final int MAX_WAITING = 1_000;

    /** The most keys remembered as waited for in vain. */
    private static final int MAX_IN_VAIN = 10_000;

    /** How many times the life of a lease a fetch waits for a holder that is alive, but slow. */
    private static final int PATIENCE = 6;

    /** Requests with credentials are told apart from those without, as {@link HitForMiss} does. */
    private static final char PERSONAL = 'p';

    private static final char COMMON = 'c';

    private final Leases leases;
    private final boolean shared;
    private final EngineSettings.Collapse settings;
    private final Semaphore room = new Semaphore(MAX_WAITING);
    private final Cache<FetchKey, Boolean> inVain;
    private final ScheduledThreadPoolExecutor timer =
            new ScheduledThreadPoolExecutor(1, new DaemonThreads("freshet-lease"));

    /** @param shared whether other nodes fetch for the same store */
    public FetchLeases(Leases leases, boolean shared, EngineSettings.Collapse settings) {
        this.leases = leases;
        this.shared = shared;
        this.settings = settings;
        inVain = Caffeine.newBuilder()
                .executor(Runnable::run)
                .maximumSize(MAX_IN_VAIN)
                .expireAfterWrite(settings.lease().plusMillis(1))
                .build();
        timer.setRemoveOnCancelPolicy(true);
    }

    /** Which node fetches for {@code own}; its lease is given back when it is complete. May block for the store. */
    public Election elect(InFlightFetch own) {
        if (!shared || settings.lease().isZero() || inVain.getIfPresent(own.key()) != null) {
            return new Election.EveryNode();
        }
        Election election = leases.elect(candidacy(own), settings.lease());
        if (election instanceof Election.Elected elected) {
            own.hold(new Renewed(elected.lease(), elected.suspected()));
        } else if (election instanceof Election.Other && !room.tryAcquire()) {
            return new Election.EveryNode();
        }
        return election;
    }

    private static Candidacy candidacy(InFlightFetch own) {
        boolean personal = Collapsing.isPersonal(own.request());
        return new Candidacy(own.key().key(), own.key().variant(), personal ? PERSONAL : COMMON, own.fingerprint());
    }

    /**
     * Decides {@code own} when another node has brought something, or will not.
     *
     * @param stored whether what is stored answers; may block for the store
     */
    public void await(InFlightFetch own, BooleanSupplier stored) {
        new Waiting(own, stored).next();
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }

    private final class Waiting implements Runnable {

        private final InFlightFetch own;
        private final BooleanSupplier stored;
        private final long end =
                System.nanoTime() + settings.lease().multipliedBy(PATIENCE).toNanos();

        Waiting(InFlightFetch own, BooleanSupplier stored) {
            this.own = own;
            this.stored = stored;
        }

        void next() {
            try {
                var unused = timer.schedule(this, PAUSE.toMillis(), TimeUnit.MILLISECONDS);
            } catch (RuntimeException closed) {
                decide(new FetchOutcome.Abandoned());
            }
        }

        @Override
        public void run() {
            try {
                look();
            } catch (RuntimeException failure) {
                AGAIN.warn("The store does not tell what another node fetches", failure);
                giveUp();
            }
        }

        /** In this order: a lease is given back after what was fetched has been stored. */
        private void look() {
            boolean held = leases.isLeased(candidacy(own));
            if (stored.getAsBoolean()) {
                decide(new FetchOutcome.Stored());
            } else if (!held) {
                decide(new FetchOutcome.Abandoned());
            } else if (System.nanoTime() - end > 0) {
                giveUp();
            } else {
                next();
            }
        }

        private void giveUp() {
            inVain.put(own.key(), true);
            decide(new FetchOutcome.Abandoned());
        }

        private void decide(FetchOutcome outcome) {
            room.release();
            own.decide(outcome);
        }
    }

    /** A lease that lives for as long as it is held. */
    private final class Renewed implements FetchLease {

        private final FetchLease lease;
        private final boolean suspected;
        private final Future<?> renewals;

        Renewed(FetchLease lease, boolean suspected) {
            this.lease = lease;
            this.suspected = suspected;
            long pause = Math.max(1, settings.lease().toMillis() / 3);
            renewals = timer.scheduleAtFixedRate(this::renew, pause, pause, TimeUnit.MILLISECONDS);
        }

        @Override
        public void renew() {
            lease.renew();
        }

        @Override
        public void release() {
            renewals.cancel(false);
            lease.release();
        }

        @Override
        public void releaseUnshared(boolean all, Duration howLong) {
            renewals.cancel(false);
            lease.releaseUnshared(all || suspected, howLong);
        }
    }
}
