package io.freshet.war;

import java.io.IOException;

final class Tomcat11DeploymentIT extends DeploymentContract {

    Tomcat11DeploymentIT() throws IOException {
        super(new TomcatContainer("tomcat11.home"));
    }
}
