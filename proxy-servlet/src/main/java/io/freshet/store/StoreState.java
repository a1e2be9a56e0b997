package io.freshet.store;

import java.util.List;

/** What can be told of a store as a whole. No method blocks. */
public interface StoreState {

    /** What the store may say without asking where the responses are kept. */
    Availability availability();

    /** Whether other processes may keep their responses in the store too. */
    boolean isShared();

    /** The processes that share this store, this one included, as far as it knows; none where it shares nothing. */
    List<Node> nodes();

    /** Tells what can be measured of this store, and of what stands behind it. */
    void measure(Measures measures);

    /** What an operator calls this store, for example {@code Redis at localhost:6379}; never a password. */
    String description();
}
