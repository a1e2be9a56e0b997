package io.freshet.war;

import java.util.Set;

/** What only Tomcat cannot do. */
abstract class TomcatForwardingContract extends ContainerForwardingContract {

    protected TomcatForwardingContract(Container container, String contextPath) {
        super(container, contextPath);
    }

    /** Tomcat's connector answers 400 to a target that is not ASCII. */
    @Override
    public boolean keepsBytes(String target) {
        return target.chars().allMatch(c -> c < 0x80);
    }

    /** Tomcat has a method for 103 and none for 102. */
    @Override
    public Set<Integer> interimStatuses() {
        return Set.of(103);
    }
}
