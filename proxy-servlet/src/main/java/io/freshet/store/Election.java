package io.freshet.store;

/** Which node may fetch what is not stored. */
public sealed interface Election {

    /**
     * This node; it must give the lease back.
     *
     * @param suspected whether a request of the same group that is not like this one had a response lately that was not shared
     */
    record Elected(FetchLease lease, boolean suspected) implements Election {}

    /** Another node fetches already. */
    record Other() implements Election {}

    /** Every node: no other one shares the store, it cannot be asked, or what came last could not be shared. */
    record EveryNode() implements Election {}
}
