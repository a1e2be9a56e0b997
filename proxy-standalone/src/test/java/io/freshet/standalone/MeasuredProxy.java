package io.freshet.standalone;

import io.freshet.config.ConfigException;
import io.freshet.config.ConfigReader;
import io.freshet.config.SettingSource;
import io.freshet.proxy.Freshet;
import io.freshet.servlet.CachingProxyServlet;
import io.freshet.standalone.metrics.Metrics;
import io.freshet.testing.FreePort;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.jetty.server.RequestLog;

/** The standalone server in this process, with what it counts. */
public record MeasuredProxy(Freshet freshet, FreshetServer server, Metrics metrics) implements AutoCloseable {

    /** Starts one on memory without an access log. */
    public static MeasuredProxy start(URI origin) throws ConfigException, IOException {
        return start(origin, List.of());
    }

    /**
     * Starts one on memory.
     *
     * @param logs who else is told of requests
     */
    public static MeasuredProxy start(URI origin, List<RequestLog> logs) throws ConfigException, IOException {
        return start(origin, Map.of("store", "memory", "compress", "gzip"), logs);
    }

    /**
     * Starts one.
     *
     * @param more settings beside the origin and the port
     * @param logs who else is told of requests
     */
    public static MeasuredProxy start(URI origin, Map<String, String> more, List<RequestLog> logs)
            throws ConfigException, IOException {
        Map<String, String> settings = new HashMap<>(more);
        settings.put("origin", origin.toString());
        settings.put("port", Integer.toString(FreePort.next()));
        Freshet freshet = Freshet.start(new ConfigReader(SettingSource.commandLine(settings)).proxyConfig());
        FreshetServer server = new FreshetServer(freshet, new CachingProxyServlet(freshet));
        Metrics metrics = new Metrics(freshet.operations());
        server.measure(metrics.measures());
        List<RequestLog> all = new ArrayList<>(logs);
        all.add(metrics);
        server.tell(all);
        server.start();
        return new MeasuredProxy(freshet, server, metrics);
    }

    public int port() {
        return server.port();
    }

    @Override
    public void close() {
        server.close();
        metrics.close();
        freshet.close();
    }
}
