package io.freshet.war;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

final class Jetty12ForwardingIT extends ContainerForwardingContract {

    Jetty12ForwardingIT() throws IOException {
        super(new JettyContainer(), "/shop");
    }

    /** Jetty's request has the scheme that its target claims, and the servlet API tells nothing else. */
    @Override
    public boolean knowsTheScheme() {
        return false;
    }

    /** Jetty's servlets answer 500 where a path behind two slashes would be no host. */
    @Override
    public boolean knowsPathsFromHosts() {
        return false;
    }

    /** Jetty has decoded a target as UTF-8; what is none is refused, and U+FFFD too, which stands for it. */
    @Override
    public boolean keepsBytes(String target) {
        byte[] bytes = target.getBytes(StandardCharsets.ISO_8859_1);
        return new String(bytes, StandardCharsets.UTF_8).indexOf('\uFFFD') < 0;
    }
}
