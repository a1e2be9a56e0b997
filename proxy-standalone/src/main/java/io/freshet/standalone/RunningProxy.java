package io.freshet.standalone;

import io.freshet.admin.AdminApi;
import io.freshet.config.AdminAddress;
import io.freshet.config.ByteSizes;
import io.freshet.config.ConfigException;
import io.freshet.config.ConfigSource;
import io.freshet.config.ProxyConfig;
import io.freshet.proxy.Freshet;
import io.freshet.servlet.CachingProxyServlet;
import io.freshet.standalone.admin.AdminServer;
import io.freshet.standalone.control.ControlServer;
import io.freshet.standalone.metrics.AccessLog;
import io.freshet.standalone.metrics.Metrics;
import io.freshet.store.memory.MemoryStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.server.RequestLog;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A proxy with all that belongs to it: the cache, the server in front of it, the control socket beside it. */
final class RunningProxy {

    private static final Logger LOG = LoggerFactory.getLogger(RunningProxy.class);

    private final Freshet freshet;
    private final FreshetServer server;
    private final Optional<ControlServer> control;
    private final Optional<AdminServer> admin;
    private final AtomicBoolean draining;

    private RunningProxy(
            Freshet freshet,
            FreshetServer server,
            Optional<ControlServer> control,
            Optional<AdminServer> admin,
            AtomicBoolean draining) {
        this.freshet = freshet;
        this.server = server;
        this.control = control;
        this.admin = admin;
        this.draining = draining;
    }

    /**
     * Starts a proxy.
     *
     * @param config what it says now
     * @param source where it comes from, to be read again when that is asked for
     * @param controlDirectories where its control socket may be, the best first
     * @throws ConfigException if a file that the configuration names cannot be used
     * @throws IOException if it cannot listen
     */
    static RunningProxy start(ProxyConfig config, ConfigSource source, List<Path> controlDirectories)
            throws ConfigException, IOException {
        Freshet freshet = Freshet.start(source);
        FreshetServer server = new FreshetServer(freshet, new CachingProxyServlet(freshet));
        AtomicBoolean draining = new AtomicBoolean();
        Optional<AdminServer> admin = Optional.empty();
        try {
            List<RequestLog> logs = new ArrayList<>();
            AccessLog.of(config.log().access(), System.out).ifPresent(logs::add);
            server.tell(logs);
            server.start();
            // Only now, so that no client waits for it.
            if (!(config.admin().address() instanceof AdminAddress.Off)) {
                Metrics metrics = new Metrics(freshet.operations());
                server.measure(metrics.measures());
                logs.add(metrics);
                server.tell(logs);
                admin = admin(config, new AdminApi(freshet.operations(), draining::get), metrics);
            }
        } catch (IOException | ConfigException failure) {
            server.close();
            freshet.close();
            throw failure;
        }
        warnOfSmallHeap(config, freshet);
        return new RunningProxy(freshet, server, control(config, freshet, controlDirectories), admin, draining);
    }

    /** Only what was asked for in so many words must be had. */
    private static Optional<AdminServer> admin(ProxyConfig config, AdminApi api, Metrics metrics) throws IOException {
        try {
            return AdminServer.start(config.admin(), config.server().port(), api, metrics);
        } catch (IOException failure) {
            if (config.admin().address() instanceof AdminAddress.At) {
                throw new IOException("the admin API cannot listen there (" + failure.getMessage()
                        + "): name another place with --admin, or switch it off with --admin off");
            }
            LOG.warn(
                    "No admin API: {}. Name a place for it with --admin, or switch it off with --admin off.",
                    failure.getMessage());
            return Optional.empty();
        }
    }

    private static void warnOfSmallHeap(ProxyConfig config, Freshet freshet) {
        long heap = Runtime.getRuntime().maxMemory();
        if (freshet.store() instanceof MemoryStore && config.store().memory() > heap / 4 * 3) {
            LOG.warn(
                    "A cache of {} leaves this JVM too little of its {} MiB: give it more with -Xmx or lower --memory.",
                    ByteSizes.format(config.store().memory()),
                    heap >> 20);
        }
    }

    private static Optional<ControlServer> control(ProxyConfig config, Freshet freshet, List<Path> directories) {
        try {
            return Optional.of(ControlServer.open(directories, config.server().port(), freshet.store()));
        } catch (IOException | UnsupportedOperationException failure) {
            LOG.warn("--clear-cache will not reach this proxy: {}", failure.getMessage());
            return Optional.empty();
        }
    }

    /** Where the admin API is; empty for nowhere. */
    Optional<String> adminUrl() {
        return admin.map(AdminServer::url);
    }

    /** Which store is in use, and why. */
    String storeNote() {
        return freshet.storeNote();
    }

    /** Serves until the JVM is told to stop, by SIGTERM or Ctrl-C. The JVM then ends with exit code 0: this does not return. */
    void runUntilToldToStop() throws InterruptedException {
        SighupHandler.whenTold(this::reload);
        Runtime.getRuntime().addShutdownHook(new Thread(this::stopAndHalt, "freshet-stop"));
        // Only the halt ends this.
        new CountDownLatch(1).await();
    }

    private void reload() {
        try {
            freshet.reload();
        } catch (ConfigException unusable) {
            LOG.warn("The configuration stays as it was. {}", unusable.getMessage());
        }
    }

    /**
     * Without the halt the JVM would report the signal that stopped it (143), as if it had been cut off. The control socket goes
     * first: a successor may start while requests in flight still finish here.
     */
    private void stopAndHalt() {
        try {
            draining.set(true);
            control.ifPresent(ControlServer::close);
            boolean finished = server.stop();
            freshet.close();
            admin.ifPresent(AdminServer::close);
            LOG.info(finished ? "Stopped." : "Stopped; some requests took longer than --stop-timeout and were cut.");
        } catch (InterruptedException cut) {
            LOG.info("Stopped at once.");
        } catch (RuntimeException failed) {
            LOG.warn("Stopped, though not cleanly: {}", failed.toString());
        } finally {
            Logging.end();
            Runtime.getRuntime().halt(Program.DONE);
        }
    }
}
