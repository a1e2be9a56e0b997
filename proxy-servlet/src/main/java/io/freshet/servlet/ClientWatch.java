package io.freshet.servlet;

/** Tells that the client of a request has gone, where a server can tell that before it writes to the client. */
public interface ClientWatch {

    /** The request attribute that holds this for the servlet. */
    String ATTRIBUTE = ClientWatch.class.getName();

    /** Where it is not told: what a container says by itself must do. */
    ClientWatch NONE = new ClientWatch() {
        @Override
        public void whenGone(Runnable task) {}

        @Override
        public void cut() {}
    };

    /**
     * Has {@code task} run when the client closes the request or its connection before it has the response; on any thread. The task must
     * not block. It may be run more than once, and after the request is over.
     */
    void whenGone(Runnable task);

    /** Ends the connection, or the stream, of a client that has gone, so that it cannot take what it has for the whole response. */
    void cut();
}
