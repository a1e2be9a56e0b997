package io.freshet.war;

import java.io.IOException;

final class Tomcat10HostilityIT extends TomcatHostilityContract {

    Tomcat10HostilityIT() throws IOException {
        super(new TomcatContainer("tomcat10.home"));
    }
}
