package io.freshet.routing;

import io.freshet.config.OriginConfig.HealthCheck;
import java.util.Optional;

/** What the health check of one address has said lately. Safe for use by several threads. */
public final class HealthRecord {

    private final OriginAddress address;
    private final HealthCheck check;
    private boolean underWay;
    private boolean begun;
    private long lastBegin;
    private int inARow;
    private boolean last = true;

    public HealthRecord(OriginAddress address, HealthCheck check) {
        this.address = address;
        this.check = check;
    }

    /** Whether to check now; {@link #end} must be called then. */
    public synchronized boolean begin() {
        long now = System.nanoTime();
        if (underWay || (begun && now - lastBegin < check.interval().toNanos())) {
            return false;
        }
        underWay = true;
        begun = true;
        lastBegin = now;
        return true;
    }

    /** Takes what a check said; tells whether the address is well, where that has changed. */
    public synchronized Optional<Boolean> end(boolean well) {
        underWay = false;
        inARow = well == last ? inARow + 1 : 1;
        last = well;
        int needed = well ? check.healthyAfter() : check.unhealthyAfter();
        boolean wasWell = !address.unhealthy();
        if (well == wasWell || inARow < needed) {
            return Optional.empty();
        }
        address.checked(well);
        return Optional.of(well);
    }
}
