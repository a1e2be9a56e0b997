package io.freshet.testing.oracle;

/** The nodes of a cache. */
public interface Entrance {

    int nodes();

    /**
     * Opens a door for a client.
     *
     * @param client which one it is of a resource's clients, from 0 on; the last may speak another version
     */
    Door open(int node, int client);
}
