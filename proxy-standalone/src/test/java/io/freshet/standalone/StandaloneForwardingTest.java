package io.freshet.standalone;

import io.freshet.testing.FaithfulForwardingContract;
import io.freshet.testing.ProxyUnderTest;
import java.net.URI;
import java.util.Map;
import java.util.Set;

class StandaloneForwardingTest extends FaithfulForwardingContract {

    @Override
    public Set<Integer> interimStatuses() {
        return Set.of(102, 103, 104);
    }

    @Override
    protected ProxyUnderTest start(URI originUri, Map<String, String> options) throws Exception {
        return StandaloneUnderTest.start(originUri, options);
    }
}
