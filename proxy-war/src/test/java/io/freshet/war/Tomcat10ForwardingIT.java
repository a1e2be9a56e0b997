package io.freshet.war;

import java.io.IOException;

final class Tomcat10ForwardingIT extends TomcatForwardingContract {

    Tomcat10ForwardingIT() throws IOException {
        super(new TomcatContainer("tomcat10.home"), "");
    }
}
