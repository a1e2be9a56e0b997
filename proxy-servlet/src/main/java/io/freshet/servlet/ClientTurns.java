package io.freshet.servlet;

/** What happens to one client's request happens in turns, one at a time. See docs/decisions/0011. */
interface ClientTurns {

    /** Does {@code task}, which must not block, in its turn, or {@code otherwise} if the request is over by then. */
    void during(Runnable task, Runnable otherwise);

    /** Does {@code task}, which must not block, in its turn, unless the request is over. */
    default void during(Runnable task) {
        during(task, () -> {});
    }

    /** Does {@code task} in its turn, or {@code otherwise} if the response is decided or the request over by then. */
    void unlessAnswered(Runnable task, Runnable otherwise);

    /** Runs a task that may block on a thread where it may; {@code otherwise} at once, when the request is over. */
    void onBlockingThread(Runnable task, Runnable otherwise);

    /** Has {@code task} run when the request is over; perhaps twice. */
    void whenOver(Runnable task);
}
