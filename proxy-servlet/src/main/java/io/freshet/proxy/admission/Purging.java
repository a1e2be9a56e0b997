package io.freshet.proxy.admission;

import io.freshet.engine.CacheEngine;
import io.freshet.engine.PurgeResult;
import io.freshet.engine.response.GeneratedResponses;
import io.freshet.engine.response.Step.Answer;
import io.freshet.http.RequestHead;
import io.freshet.store.Propagation;

/** The method {@code PURGE}, of no RFC but known to many tools: it removes what is stored for its target. */
public final class Purging {

    private Purging() {}

    public static boolean is(String method) {
        return method.equals("PURGE");
    }

    /**
     * Does it; may block for the store.
     *
     * @param shared whether other processes may keep their responses in the store too
     */
    public static Answer done(CacheEngine engine, RequestHead request, boolean shared) {
        PurgeResult purged = engine.remove(request);
        if (!shared) {
            return GeneratedResponses.done("Purged on this node: " + purged.met() + ".");
        }
        return GeneratedResponses.done(
                purged.reach() == Propagation.EVERY_NODE
                        ? "Purged on every node: " + purged.met() + "."
                        : "Purged on this node: " + purged.met() + "; on others when the store answers.");
    }
}
