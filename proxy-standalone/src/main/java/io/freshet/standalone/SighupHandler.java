package io.freshet.standalone;

import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;

/**
 * SIGHUP, by which servers are told to read their configuration again. Heard from the first line of {@link Main} on: one that comes
 * while a proxy starts waits until it has started. Every JVM has {@code sun.misc.Signal}, but no API promises it: where it is
 * missing, the admin API can still be asked.
 */
final class SighupHandler {

    /** What a shell reports of a process that the signal ended. */
    private static final int ENDED = 129;

    private static final SighupHandler ONLY = new SighupHandler();

    private boolean waiting;
    private @Nullable Runnable task;

    private SighupHandler() {}

    /** Keeps the signal from ending this process. To be called first. */
    static void hear() {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object own = Proxy.newProxyInstance(
                    handler.getClassLoader(), new Class<?>[] {handler}, (proxy, method, args) -> {
                        if (method.getName().equals("handle")) {
                            ONLY.heard();
                            return null;
                        }
                        return method.getName().equals("equals")
                                ? proxy == args[0]
                                : method.getName().equals("hashCode") ? (Object) 1 : "HUP";
                    });
            signal.getMethod("handle", signal, handler)
                    .invoke(null, signal.getConstructor(String.class).newInstance("HUP"), own);
        } catch (ReflectiveOperationException | IllegalArgumentException absent) {
            // Then it means what it means to any process.
        }
    }

    /** Has {@code task} run on a thread of the JVM's, each time that this process gets the signal; now as well if it has got it. */
    static void whenTold(Runnable task) {
        ONLY.begin(task);
    }

    /** From now on the signal ends this process, as it ends any whose terminal is closed; now as well if it has got it. */
    static void ends() {
        ONLY.begin(() -> System.exit(ENDED));
    }

    private void begin(Runnable whatToDo) {
        boolean now;
        synchronized (this) {
            task = whatToDo;
            now = waiting;
            waiting = false;
        }
        if (now) {
            whatToDo.run();
        }
    }

    private void heard() {
        Runnable now;
        synchronized (this) {
            now = task;
            waiting = now == null;
        }
        if (now != null) {
            now.run();
        }
    }
}
