package io.freshet.proxy.exchange;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.util.component.AbstractLifeCycle;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * Everything that could happen next, on whatever thread, one after another in an order that a seed chooses: in place of threads and of
 * time. What waits for a time comes when the seed has it come, or when nothing else is left.
 */
final class Turns extends AbstractLifeCycle implements Scheduler {

    private static final int MAX_STEPS = 50_000;

    private final Random random;
    private final boolean late;
    private final List<Runnable> ready = new ArrayList<>();
    private final List<Timer> timers = new ArrayList<>();

    /** @param late whether what waits for a time may come before what does not; otherwise all is done in no time */
    Turns(Random random, boolean late) {
        this.random = random;
        this.late = late;
    }

    /** Happens some time. */
    void later(Runnable task) {
        ready.add(task);
    }

    /** Lets all happen that is to happen; fails where that has no end. */
    void run() {
        for (int step = 0; !ready.isEmpty() || !timers.isEmpty(); step++) {
            if (step == MAX_STEPS) {
                throw new AssertionError("This does not come to an end: " + ready + timers);
            }
            boolean time = ready.isEmpty() || (late && !timers.isEmpty() && random.nextInt(40) == 0);
            if (time) {
                timers.remove(random.nextInt(timers.size())).task.run();
            } else {
                ready.remove(random.nextInt(ready.size())).run();
            }
        }
    }

    @Override
    public Task schedule(Runnable task, long delay, TimeUnit unit) {
        Timer timer = new Timer(task);
        timers.add(timer);
        return timer;
    }

    private final class Timer implements Task {

        private final Runnable task;

        Timer(Runnable task) {
            this.task = task;
        }

        @Override
        public boolean cancel() {
            return timers.remove(this);
        }
    }
}
