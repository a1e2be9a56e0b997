package io.freshet.standalone;

import io.freshet.testing.FaithfulForwardingContract;
import io.freshet.testing.ProxyUnderTest;
import java.net.URI;
import java.util.Map;

class StandaloneForwardingTest extends FaithfulForwardingContract {

    @Override
    protected ProxyUnderTest start(URI originUri, Map<String, String> options) throws Exception {
        return StandaloneUnderTest.start(originUri, options);
    }
}
