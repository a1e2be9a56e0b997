package io.freshet.war;

import java.io.IOException;

final class Tomcat11ForwardingIT extends TomcatForwardingContract {

    Tomcat11ForwardingIT() throws IOException {
        super(new TomcatContainer("tomcat11.home"), "/shop");
    }
}
