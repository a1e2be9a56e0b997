package io.freshet.store;

/** Which node may fetch what is not stored. */
public sealed interface Election {

    /** This one; it must give the lease back. */
    record Elected(FetchLease lease) implements Election {}

    /** Another one does so already. */
    record Other() implements Election {}

    /** Whoever wants to: no other node shares the store, it cannot be asked, or what came last could not be shared. */
    record Everybody() implements Election {}
}
