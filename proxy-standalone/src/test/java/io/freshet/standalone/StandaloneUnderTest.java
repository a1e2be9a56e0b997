package io.freshet.standalone;

import io.freshet.config.ConfigException;
import io.freshet.config.SettingSource;
import io.freshet.config.file.ConfigFile;
import io.freshet.proxy.Freshet;
import io.freshet.servlet.CachingProxyServlet;
import io.freshet.testing.FreePort;
import io.freshet.testing.ProxyUnderTest;
import java.io.IOException;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;

/** The standalone server in this process, on a free port. */
final class StandaloneUnderTest implements ProxyUnderTest {

    private final Freshet freshet;
    private final FreshetServer server;

    private StandaloneUnderTest(Freshet freshet, FreshetServer server) {
        this.freshet = freshet;
        this.server = server;
    }

    static StandaloneUnderTest start(URI origin, Map<String, String> options) throws ConfigException, IOException {
        Map<String, String> all = new HashMap<>(options);
        all.put("origin", origin.toString());
        all.put("port", Integer.toString(FreePort.next()));
        Freshet freshet = Freshet.start(
                () -> ConfigFile.reader(SettingSource.commandLine(all)).proxyConfig());
        FreshetServer server = new FreshetServer(freshet, new CachingProxyServlet(freshet));
        server.start();
        return new StandaloneUnderTest(freshet, server);
    }

    Freshet freshet() {
        return freshet;
    }

    @Override
    public int port() {
        return server.port();
    }

    /** As {@link FreshetServer#stop}. */
    boolean stop() throws InterruptedException {
        return server.stop();
    }

    @Override
    public void close() {
        server.close();
        freshet.close();
    }
}
