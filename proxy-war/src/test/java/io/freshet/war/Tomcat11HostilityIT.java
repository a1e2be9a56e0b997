package io.freshet.war;

import java.io.IOException;

final class Tomcat11HostilityIT extends TomcatHostilityContract {

    Tomcat11HostilityIT() throws IOException {
        super(new TomcatContainer("tomcat11.home"));
    }
}
