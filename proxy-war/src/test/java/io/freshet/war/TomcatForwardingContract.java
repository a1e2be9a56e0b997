package io.freshet.war;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLDecoder;
import java.util.Set;

/** What only Tomcat cannot do. */
abstract class TomcatForwardingContract extends ContainerForwardingContract {

    protected TomcatForwardingContract(Container container, String contextPath) {
        super(container, contextPath);
    }

    /** Tomcat's connector answers 400 to a target that is not ASCII, and to a path that is no UTF-8 when it is decoded. */
    @Override
    public boolean keepsBytes(String target) {
        String path = target.split("\\?", 2)[0];
        return target.chars().allMatch(c -> c < 0x80)
                && URLDecoder.decode(path.replace("+", "%2B"), UTF_8).indexOf('\uFFFD') < 0;
    }

    /** Tomcat has a method for 103 and none for 102. */
    @Override
    public Set<Integer> interimStatuses() {
        return Set.of(103);
    }
}
