package io.freshet.standalone.admin;

import io.freshet.admin.AdminApi;
import io.freshet.admin.AdminGuard;
import io.freshet.admin.AdminReply;
import io.freshet.admin.AdminRequestHandler;
import io.freshet.config.AdminAddress;
import io.freshet.config.AdminConfig;
import io.freshet.standalone.connection.SerializedHttpConnectionFactory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.HostPort;
import org.eclipse.jetty.util.component.LifeCycle;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** A small server of its own for the admin API and the metrics, so that no operator waits for clients nor clients for him. */
public final class AdminServer implements AutoCloseable {

    /** Longer than any program or browser takes for the head of a request. */
    private static final Duration HEAD_TIMEOUT = Duration.ofSeconds(10);

    private static final int MAX_THREADS = 12;
    private static final int MIN_THREADS = 2;
    private static final long IDLE_MILLIS = 30_000;
    private static final int MAX_HEADER = 8 * 1024;

    private final Server server;
    private final ServerConnector connector;

    private AdminServer(AdminAddress.At at, Handler handler) {
        QueuedThreadPool threads = new QueuedThreadPool(MAX_THREADS, MIN_THREADS);
        threads.setName("freshet-admin");
        threads.setDaemon(true);
        server = new Server(threads);
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setRequestHeaderSize(MAX_HEADER);
        connector = new ServerConnector(server, 1, 1, new SerializedHttpConnectionFactory(http, HEAD_TIMEOUT));
        connector.setHost(at.host());
        connector.setPort(at.port());
        connector.setIdleTimeout(IDLE_MILLIS);
        server.addConnector(connector);
        server.setHandler(handler);
    }

    /**
     * Listens.
     *
     * @param proxyPort the proxy's own port
     * @return nothing where it is switched off
     * @throws IOException if the address cannot be listened on
     */
    public static Optional<AdminServer> start(AdminConfig config, int proxyPort, AdminApi api, MetricsPage metrics)
            throws IOException {
        Optional<AdminAddress.At> at = address(config.address(), proxyPort);
        if (at.isEmpty()) {
            return Optional.empty();
        }
        Map<String, Function<HttpFields, AdminReply>> pages = Map.of(
                "/metrics", fields -> metrics.page(Optional.ofNullable(fields.get(HttpHeader.ACCEPT))),
                "/api/live", fields -> metrics.live(),
                "/api/urls", fields -> metrics.urls());
        AdminRequestHandler entrance = new AdminRequestHandler(api, new AdminGuard(config.token()), pages);
        AdminServer admin = new AdminServer(at.get(), new Answering(entrance));
        try {
            admin.server.start();
            return Optional.of(admin);
        } catch (IOException busy) {
            admin.close();
            throw busy;
        } catch (Exception failure) {
            admin.close();
            throw new IOException(failure);
        }
    }

    /** Where the API of a proxy at a port is, or is to be; nothing where it is switched off. */
    static Optional<AdminAddress.At> address(AdminAddress address, int proxyPort) {
        if (address instanceof AdminAddress.At at) {
            return Optional.of(at);
        }
        boolean nextIsAPort = proxyPort < 65_535;
        return address instanceof AdminAddress.Auto && nextIsAPort
                ? Optional.of(new AdminAddress.At("127.0.0.1", proxyPort + 1))
                : Optional.empty();
    }

    /** The port that is listened on. */
    public int port() {
        return connector.getLocalPort();
    }

    /** Where it is, as a person would write it. */
    public String url() {
        return "http://" + HostPort.normalizeHost(connector.getHost()) + ":" + port();
    }

    @Override
    public void close() {
        LifeCycle.stop(server);
    }

    private static final class Answering extends Handler.Abstract {

        private final AdminRequestHandler entrance;

        Answering(AdminRequestHandler entrance) {
            this.entrance = entrance;
        }

        @Override
        public boolean handle(Request request, Response response, Callback callback) throws Exception {
            AdminReply reply = answer(request, Request.getPathInContext(request));
            response.setStatus(reply.status());
            response.getHeaders().add(Dashboard.SAFEGUARDS).add(reply.fields());
            response.write(true, BufferUtil.toBuffer(reply.content(), StandardCharsets.UTF_8), callback);
            return true;
        }

        private AdminReply answer(Request request, String path) throws IOException {
            Optional<AdminReply> file = AdminApi.reads(request.getMethod()) ? Dashboard.file(path) : Optional.empty();
            return file.isPresent()
                    ? file.get()
                    : entrance.answer(
                            request.getMethod(), path, request.getHeaders(), Content.Source.asInputStream(request));
        }
    }
}
