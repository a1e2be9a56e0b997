package io.freshet.war;

import java.io.IOException;

final class Tomcat10DeploymentIT extends DeploymentContract {

    Tomcat10DeploymentIT() throws IOException {
        super(new TomcatContainer("tomcat10.home"));
    }
}
