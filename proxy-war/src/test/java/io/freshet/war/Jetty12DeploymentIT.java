package io.freshet.war;

import java.io.IOException;

final class Jetty12DeploymentIT extends DeploymentContract {

    Jetty12DeploymentIT() throws IOException {
        super(new JettyContainer());
    }
}
