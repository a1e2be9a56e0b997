package io.freshet.standalone;

import java.lang.reflect.Proxy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * SIGHUP, by which servers are told to read their configuration again. Every JVM has {@code sun.misc.Signal}, but no API promises
 * it: where it is missing, the admin API can still be asked.
 */
final class HangUp {

    private static final Logger LOG = LoggerFactory.getLogger(HangUp.class);

    private HangUp() {}

    /** Has {@code task} run on a thread of the JVM's, each time that this process gets the signal. */
    static void whenTold(Runnable task) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object own = Proxy.newProxyInstance(
                    handler.getClassLoader(), new Class<?>[] {handler}, (proxy, method, args) -> {
                        if (method.getName().equals("handle")) {
                            task.run();
                            return null;
                        }
                        return method.getName().equals("equals")
                                ? proxy == args[0]
                                : method.getName().equals("hashCode") ? (Object) 1 : "HUP";
                    });
            signal.getMethod("handle", signal, handler)
                    .invoke(null, signal.getConstructor(String.class).newInstance("HUP"), own);
        } catch (ReflectiveOperationException | IllegalArgumentException absent) {
            LOG.debug("No SIGHUP here", absent);
        }
    }
}
