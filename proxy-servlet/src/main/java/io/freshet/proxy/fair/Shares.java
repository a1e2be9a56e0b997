package io.freshet.proxy.fair;

import java.util.HashMap;
import java.util.Map;

/**
 * Which client holds how many of a limited number, and which may have one more. See docs/decisions/0042.
 *
 * <p>An address may hold a share of all, and no more than are free for others; a connection may hold half of that share, and no
 * more than are free in it. Each may hold one as long as one is free.
 *
 * <p>Not safe for use by several threads at once.
 */
public final class Shares {

    private final int limit;
    private final int ofAddress;
    private final int ofConnection;
    private final boolean shared;
    private final Map<String, Integer> byAddress = new HashMap<>();
    private final Map<String, Integer> byConnection = new HashMap<>();
    private int taken;

    /**
     * Nothing is taken yet.
     *
     * @param limit how many there are, 1 or more
     * @param share the part of them that one address may hold, more than 0; 1 for all of them, by one connection too
     */
    public Shares(int limit, double share) {
        this.limit = limit;
        this.shared = share < 1;
        this.ofAddress = Math.max(1, (int) Math.ceil(limit * share));
        this.ofConnection = Math.max(1, (int) Math.ceil(limit * share / 2));
    }

    /** How many are taken. */
    public int taken() {
        return taken;
    }

    /** Whether {@code who} may have one more. */
    public boolean allow(Claimant who) {
        return allowAddress(who.address()) && allowConnection(who);
    }

    /** Whether anyone at {@code address} may have one more. */
    boolean allowAddress(String address) {
        int held = byAddress.getOrDefault(address, 0);
        int free = limit - taken;
        return free > 0 && (!shared || held == 0 || held < Math.min(ofAddress, free));
    }

    private boolean allowConnection(Claimant who) {
        int held = byConnection.getOrDefault(who.connection(), 0);
        int free = ofAddress - byAddress.getOrDefault(who.address(), 0);
        return !shared || held == 0 || held < Math.min(ofConnection, free);
    }

    /** Gives one to {@code who}, who is {@linkplain #allow allowed} to have it. */
    public void take(Claimant who) {
        taken++;
        byAddress.merge(who.address(), 1, Integer::sum);
        byConnection.merge(who.connection(), 1, Integer::sum);
    }

    /** Takes back one that {@code who} has. */
    public void giveBack(Claimant who) {
        taken--;
        byAddress.computeIfPresent(who.address(), (same, held) -> held == 1 ? null : held - 1);
        byConnection.computeIfPresent(who.connection(), (same, held) -> held == 1 ? null : held - 1);
    }
}
