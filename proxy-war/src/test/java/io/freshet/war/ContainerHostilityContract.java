package io.freshet.war;

import io.freshet.testing.HostileRequestContract;
import io.freshet.testing.ProxyUnderTest;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;

/** {@link HostileRequestContract} in a container. */
abstract class ContainerHostilityContract extends HostileRequestContract {

    private final Container container;
    private String nextContextPath = "";

    protected ContainerHostilityContract(Container container) {
        this.container = container;
    }

    @Override
    protected ProxyUnderTest start(URI originUri, Map<String, String> options) throws IOException {
        ProxyUnderTest started = container.deployProxy(nextContextPath, originUri, options);
        nextContextPath = "/wire";
        return started;
    }

    @AfterAll
    void stopContainer() {
        container.close();
    }
}
