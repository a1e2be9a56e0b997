package io.freshet.engine;

import io.freshet.policy.Reuse;
import java.util.Optional;

/** What the origin is asked for each decision, whether its client waits for the answer or not. */
record Asking(CacheEngine engine, Found found) implements Reuse.Cases<Optional<Fetch>> {

    @Override
    public Optional<Fetch> serve(Reuse.Serve serve) {
        return Optional.empty();
    }

    @Override
    public Optional<Fetch> serveAndRevalidate(Reuse.ServeAndRevalidate serve) {
        return Optional.of(Fetch.refreshing(engine, found, serve));
    }

    @Override
    public Optional<Fetch> serveParts(Reuse.ServeParts serve) {
        return Optional.empty();
    }

    @Override
    public Optional<Fetch> complete(Reuse.Complete complete) {
        return Optional.of(Fetch.completing(engine, found, complete));
    }

    @Override
    public Optional<Fetch> revalidate(Reuse.Revalidate revalidate) {
        return Optional.of(Fetch.validating(engine, found, revalidate));
    }

    @Override
    public Optional<Fetch> forward(Reuse.Forward forward) {
        return Optional.of(
                switch (forward.reason()) {
                    case METHOD, BYPASS -> Fetch.passing(engine, found, forward.reason());
                    default -> Fetch.filling(engine, found, forward.reason());
                });
    }

    @Override
    public Optional<Fetch> unsatisfiable(Reuse.Unsatisfiable unsatisfiable) {
        return Optional.empty();
    }
}
