package io.freshet.standalone.metrics;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.freshet.config.AccessLogConfig;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.CustomRequestLog;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.RequestLog;
import org.eclipse.jetty.server.RequestLogWriter;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.component.ContainerLifeCycle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Notes each request that is over, with what came of it. Never what authenticates anybody: no Authorization, no cookies. */
public final class AccessLog {

    /** The combined format, the time it took in microseconds, what the response says of the cache, and the trace. */
    private static final String NCSA =
            CustomRequestLog.EXTENDED_NCSA_FORMAT + " %{us}T \"%{Cache-Status}o\" %{" + Noted.TRACE + "}i";

    private static final Logger LOG = LoggerFactory.getLogger(AccessLog.class);

    private static final JsonMapper JSON = new JsonMapper();

    private AccessLog() {}

    /**
     * The log that a configuration asks for; nothing where it is off.
     *
     * @throws IOException if its file cannot be written
     */
    public static Optional<RequestLog> of(AccessLogConfig config, PrintStream stdout) throws IOException {
        if (config.isOff()) {
            return Optional.empty();
        }
        RequestLog.Writer writer = new LinesBehind(config.isStdout() ? stdout::println : file(config));
        return Optional.of(config.format() == AccessLogConfig.Format.JSON ? new JsonLog(writer) : new NcsaLog(writer));
    }

    /** Jetty begins a file anew each day where its name has the place for the date. */
    private static RequestLog.Writer file(AccessLogConfig config) throws IOException {
        Path path = Path.of(config.target());
        if (path.toAbsolutePath().getParent() == null
                || !path.toAbsolutePath().getParent().toFile().isDirectory()) {
            throw new IOException("there is no directory for " + path);
        }
        RequestLogWriter writer = new RequestLogWriter(dated(config.target()));
        writer.setAppend(true);
        writer.setRetainDays(config.days());
        writer.setFilenameDateFormat("yyyy-MM-dd");
        return writer;
    }

    static String dated(String name) {
        int slash = Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\'));
        int dot = name.lastIndexOf('.');
        return dot > slash + 1 ? name.substring(0, dot) + ".yyyy_mm_dd" + name.substring(dot) : name + ".yyyy_mm_dd";
    }

    /** Lines as Jetty writes them, which knows nothing of traces. */
    private static final class NcsaLog extends ContainerLifeCycle implements RequestLog {

        private final CustomRequestLog log;

        NcsaLog(RequestLog.Writer writer) {
            log = new CustomRequestLog(writer, NCSA);
            installBean(log);
        }

        @Override
        public void log(Request request, Response response) {
            log.log(new Noted(request), response);
        }
    }

    /** Lines of JSON. */
    private static final class JsonLog extends ContainerLifeCycle implements RequestLog {

        private final RequestLog.Writer writer;

        JsonLog(RequestLog.Writer writer) {
            this.writer = writer;
            installBean(writer);
        }

        @Override
        public void log(Request request, Response response) {
            Outcome outcome = Outcome.of(response.getHeaders());
            Map<String, Object> line = new LinkedHashMap<>();
            line.put("time", Instant.ofEpochMilli(Request.getTimeStamp(request)).toString());
            line.put("client", Request.getRemoteAddr(request));
            line.put("method", request.getMethod());
            line.put("uri", request.getHttpURI().getPathQuery());
            line.put("protocol", request.getConnectionMetaData().getProtocol());
            HttpFields fields = new Noted(request).getHeaders();
            put(line, "host", fields.getField(HttpHeader.HOST));
            put(line, "referer", fields.getField(HttpHeader.REFERER));
            put(line, "user-agent", fields.getField(HttpHeader.USER_AGENT));
            Noted.trace(request).ifPresent(trace -> line.put("trace", trace));
            line.put("status", response.getStatus());
            line.put("bytes", Response.getContentBytesWritten(response));
            line.put("micros", TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - request.getBeginNanoTime()));
            line.put("outcome", outcome.kind());
            line.put("reason", outcome.reason());
            try {
                writer.write(JSON.writeValueAsString(line));
            } catch (JsonProcessingException impossible) {
                throw new IllegalStateException("texts and numbers can be written as JSON", impossible);
            } catch (IOException full) {
                LOG.warn("A line of the access log is lost: {}", full.getMessage());
            }
        }

        private static void put(Map<String, Object> line, String name, HttpField field) {
            if (field != null) {
                line.put(name, field.getValue());
            }
        }
    }
}
