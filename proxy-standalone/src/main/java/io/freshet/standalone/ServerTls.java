package io.freshet.standalone;

import io.freshet.config.ConfigException;
import io.freshet.config.TlsFiles;
import io.freshet.tls.TlsContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.jetty.http2.HTTP2Cipher;
import org.eclipse.jetty.util.component.AbstractLifeCycle;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The certificate that the server shows to clients over TLS 1.2 and 1.3. Looks at the files from time to time, and uses those that have changed for
 * new connections; files that cannot be used change nothing.
 */
final class ServerTls extends AbstractLifeCycle {

    private static final Logger LOG = LoggerFactory.getLogger(ServerTls.class);

    private final TlsFiles files;
    private final Duration interval;
    private final SslContextFactory.Server factory = new SslContextFactory.Server();
    private final Thread thread = new Thread(this::watch, "freshet-tls");
    private List<FileTime> seen;
    private String complaint = "";

    /**
     * Reads the files.
     *
     * @param interval how often to look at them
     * @throws ConfigException if they cannot be used
     */
    ServerTls(TlsFiles files, Duration interval) throws ConfigException {
        this.files = files;
        this.interval = interval;
        seen = times();
        factory.setSslContext(TlsContext.of(files));
        factory.setIncludeProtocols("TLSv1.3", "TLSv1.2");
        // Those first that HTTP/2 allows with TLS 1.2; a client that has none of them speaks HTTP/1.1.
        factory.setCipherComparator(HTTP2Cipher.COMPARATOR);
        factory.setUseCipherSuitesOrder(true);
        thread.setDaemon(true);
    }

    SslContextFactory.Server factory() {
        return factory;
    }

    @Override
    protected void doStart() {
        thread.start();
    }

    @Override
    protected void doStop() {
        thread.interrupt();
    }

    private void watch() {
        try {
            while (true) {
                Thread.sleep(interval.toMillis());
                look();
            }
        } catch (InterruptedException stopped) {
            LOG.trace("Looks at certificates no more");
        }
    }

    private void look() {
        List<FileTime> now = times();
        if (now.equals(seen)) {
            return;
        }
        try {
            var context = TlsContext.of(files);
            factory.reload(changed -> changed.setSslContext(context));
            seen = now;
            complaint = "";
            LOG.info("Took a new certificate from {}.", files.certificate().orElseThrow());
        } catch (ConfigException unusable) {
            complain(unusable.getMessage());
        } catch (Exception failure) {
            complain(failure.toString());
        }
    }

    /** Tries again each time, as who may read a file can change without the file; says the same only once. */
    private void complain(String why) {
        if (!why.equals(complaint)) {
            complaint = why;
            LOG.warn("The old certificate stays: {}", why);
        }
    }

    /** When each was changed; nothing of one that is not there at the moment. */
    private List<FileTime> times() {
        List<FileTime> times = new ArrayList<>();
        for (Path file : Stream.of(files.certificate(), files.key())
                .flatMap(Optional::stream)
                .toList()) {
            try {
                times.add(Files.getLastModifiedTime(file));
            } catch (IOException absent) {
                times.add(FileTime.fromMillis(0));
            }
        }
        return times;
    }
}
