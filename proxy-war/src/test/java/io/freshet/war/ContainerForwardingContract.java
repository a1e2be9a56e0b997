package io.freshet.war;

import io.freshet.testing.FaithfulForwardingContract;
import io.freshet.testing.ProxyUnderTest;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;

/** {@link FaithfulForwardingContract} in a container: both of its proxies are applications of one. */
abstract class ContainerForwardingContract extends FaithfulForwardingContract {

    private final Container container;
    private String nextContextPath;

    /** @param contextPath of the first proxy */
    protected ContainerForwardingContract(Container container, String contextPath) {
        this.container = container;
        this.nextContextPath = contextPath;
    }

    @Override
    protected ProxyUnderTest start(URI originUri, Map<String, String> options) throws IOException {
        ProxyUnderTest started = container.deployProxy(nextContextPath, originUri, options);
        nextContextPath = "/customised";
        return started;
    }

    /** Containers close connections in the orderly way, whatever the application does. */
    @Override
    public boolean canResetConnections() {
        return false;
    }

    /** The servlet API tells the meaning of a type, and its implementations spell it in their own way. */
    @Override
    public boolean keepsContentTypes() {
        return false;
    }

    /** The servlet API has none. */
    @Override
    public boolean keepsReasons() {
        return false;
    }

    /** Both kinds of container refuse them. */
    @Override
    public boolean takesOtherHostsInTargets() {
        return false;
    }

    @Override
    public boolean answersForTheServer() {
        return false;
    }

    @AfterAll
    void stopContainer() {
        container.close();
    }
}
