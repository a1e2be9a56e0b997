package io.freshet.testing;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

/**
 * What every packaging of the proxy does with requests and responses, byte for byte. A packaging says how it is started; the
 * rules are in the interfaces, by topic. The proxy is started once for all tests, in front of an origin that each test scripts.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class FaithfulForwardingContract
        implements FieldsContract,
                CookiesContract,
                AsSentContract,
                TargetsContract,
                RequestBodiesContract,
                GatheredContentContract,
                ResponseBodiesContract,
                InterimContract,
                StreamsContract,
                CutResponsesContract,
                EndingsContract,
                IdentityContract,
                OriginFailuresContract,
                SharingContract,
                StoredResponsesContract,
                TruthContract,
                StaleContract,
                EndedContract,
                CollapsingContract,
                OddClientContract,
                RangesContract,
                QueryContract,
                OddOriginContract,
                RoutingFieldsContract,
                WebDavContract,
                DeceptionContract,
                EarlyAnswersContract,
                KeptConnectionsContract,
                AuthenticatedConnectionsContract,
                SitesContract,
                FairSharesContract {

    private final RawOrigin origin = RawOrigin.start();
    private final List<ProxyUnderTest> started = new ArrayList<>();
    private ProxyUnderTest proxy;
    private ProxyUnderTest customised;
    private Path rules = Path.of("");

    /**
     * Starts a proxy. It is closed after the last test; two may run at the same time.
     *
     * @param originUri the origin, perhaps with a base path
     * @param options values by option name, as on the command line: {@code ttl}, {@code origin-timeout}, ...
     */
    protected abstract ProxyUnderTest start(URI originUri, Map<String, String> options) throws Exception;

    @BeforeAll
    void startProxies() throws Exception {
        Map<String, String> options =
                Map.of("store", "memory", "ttl", "60s", "origin-timeout", ORIGIN_TIMEOUT.toSeconds() + "s");
        proxy = started(origin.uri(), options);
        rules = Files.write(Files.createTempFile("rules", ".yaml"), DeceptionContract.RULES);
        Map<String, String> customisation = Map.of(
                "store", "memory",
                "preserve-host", "true",
                "pass-fields", "x_tenant,X-HTTP-Method-*",
                "store-until-close", "false",
                "queue-wait", QUEUE_WAIT.toMillis() + "ms",
                "config", rules.toString());
        customised = started(URI.create(origin.uri() + BASE_PATH), customisation);
        origin.reset();
    }

    @AfterEach
    void forgetTheScript() {
        origin.reset();
    }

    @AfterAll
    void stopProxies() throws IOException {
        started.forEach(ProxyUnderTest::close);
        origin.close();
        Files.deleteIfExists(rules);
    }

    private ProxyUnderTest started(URI originUri, Map<String, String> options) throws Exception {
        ProxyUnderTest next = start(originUri, options);
        started.add(next);
        return next;
    }

    @Override
    public RawOrigin origin() {
        return origin;
    }

    @Override
    public ProxyUnderTest proxy() {
        return proxy;
    }

    @Override
    public ProxyUnderTest customisedProxy() {
        return customised;
    }
}
