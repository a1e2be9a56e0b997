package io.freshet.engine.course;

import io.freshet.engine.lookup.LookupResult;
import io.freshet.policy.Reason;
import io.freshet.policy.Reuse;
import java.util.Optional;

/** What the origin is asked for each decision, whether its client waits for the answer or not. */
record OriginRequestPlanner(Parts parts, LookupResult found) implements Reuse.Cases<Optional<FetchCourse>> {

    /** The request to the origin; none where what is stored answers and needs no refresh, or where the origin may not be asked. */
    static Optional<FetchCourse> plan(Parts parts, LookupResult found) {
        return found.reuse().as(new OriginRequestPlanner(parts, found));
    }

    /** The request to the origin where nothing stored answers. */
    static FetchCourse fetch(Parts parts, LookupResult found) {
        return found.reuse().serves()
                ? new FetchCourse(parts, FetchPlan.whole(parts.lookup().withRules(found), Reason.STORED_CONTENT_GONE))
                : plan(parts, found).orElseThrow();
    }

    /** The request to the origin that brings what answers up to date. */
    static FetchCourse refresh(Parts parts, LookupResult found) {
        return plan(parts, parts.lookup().withRules(found)).orElseThrow();
    }

    @Override
    public Optional<FetchCourse> serve(Reuse.Serve serve) {
        return Optional.empty();
    }

    @Override
    public Optional<FetchCourse> serveAndRevalidate(Reuse.ServeAndRevalidate serve) {
        return course(FetchPlan.refreshing(found, serve));
    }

    @Override
    public Optional<FetchCourse> serveParts(Reuse.ServeParts serve) {
        return Optional.empty();
    }

    @Override
    public Optional<FetchCourse> complete(Reuse.Complete complete) {
        return course(FetchPlan.completing(found, complete));
    }

    @Override
    public Optional<FetchCourse> revalidate(Reuse.Revalidate revalidate) {
        return course(FetchPlan.validating(found, revalidate));
    }

    @Override
    public Optional<FetchCourse> forward(Reuse.Forward forward) {
        return course(
                switch (forward.reason()) {
                    case METHOD, BYPASS -> FetchPlan.passing(found, forward.reason());
                    default -> FetchPlan.whole(found, forward.reason());
                });
    }

    @Override
    public Optional<FetchCourse> unsatisfiable(Reuse.Unsatisfiable unsatisfiable) {
        return Optional.empty();
    }

    private Optional<FetchCourse> course(FetchPlan plan) {
        return Optional.of(new FetchCourse(parts, plan));
    }
}
