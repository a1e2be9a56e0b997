package io.freshet.war;

import java.io.IOException;

final class Jetty12ForwardingIT extends ContainerForwardingContract {

    Jetty12ForwardingIT() throws IOException {
        super(new JettyContainer(), "/shop");
    }

    /** Jetty's request has the scheme that its target claims, and the servlet API tells nothing else. */
    @Override
    public boolean knowsTheScheme() {
        return false;
    }
}
