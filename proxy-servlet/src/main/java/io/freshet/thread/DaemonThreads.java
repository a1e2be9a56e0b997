package io.freshet.thread;

import java.util.concurrent.ThreadFactory;

/**
 * Threads of one purpose, which keep no JVM alive. docs/architecture.md lists them all.
 *
 * @param name theirs, as thread dumps show it
 */
public record DaemonThreads(String name) implements ThreadFactory {

    @Override
    public Thread newThread(Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }
}
