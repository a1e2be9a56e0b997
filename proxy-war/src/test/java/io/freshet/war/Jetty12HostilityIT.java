package io.freshet.war;

import java.io.IOException;

final class Jetty12HostilityIT extends ContainerHostilityContract {

    Jetty12HostilityIT() throws IOException {
        super(new JettyContainer());
    }
}
