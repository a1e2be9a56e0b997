package io.freshet.war;

import java.io.IOException;

final class Jetty12ForwardingIT extends ContainerForwardingContract {

    Jetty12ForwardingIT() throws IOException {
        super(new JettyContainer(), "/shop");
    }
}
