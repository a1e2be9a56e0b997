package io.freshet.standalone.metrics;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.freshet.config.AccessLogConfig;
import io.freshet.config.ConfigException;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Clock;
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
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.component.ContainerLifeCycle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Notes each request that is over, with what came of it. Never credentials: no Authorization, no cookies. */
public final class AccessLog {

    /** The combined format, the time it took in microseconds, what the response says of the cache, and the trace. */
    private static final String NCSA =
            CustomRequestLog.EXTENDED_NCSA_FORMAT + " %{us}T \"%{Cache-Status}o\" %{" + LoggedRequest.TRACE + "}i";

    /** What Jetty makes of bytes that are no request. */
    private static final String NO_HTTP = "BAD /badMessage";

    private static final Logger LOG = LoggerFactory.getLogger(AccessLog.class);

    private static final JsonMapper JSON = new JsonMapper();

    private AccessLog() {}

    /**
     * The log that a configuration asks for; nothing where it is off.
     *
     * @throws ConfigException if no file can be written there
     */
    public static Optional<RequestLog> of(AccessLogConfig config, PrintStream stdout) throws ConfigException {
        if (config.isOff()) {
            return Optional.empty();
        }
        RequestLog.Writer writer =
                new AsyncLogWriter(config.isStdout() ? stdout::println : new DailyFile(config, Clock.systemUTC()));
        return Optional.of(config.format() == AccessLogConfig.Format.JSON ? new JsonLog(writer) : new NcsaLog(writer));
    }

    /**
     * Looks whether the log that a configuration asks for can be written.
     *
     * @throws ConfigException if no file can be written there
     */
    public static void check(AccessLogConfig config) throws ConfigException {
        if (!config.isOff() && !config.isStdout()) {
            DailyFile.check(config);
        }
    }

    /** Lines as Jetty writes them, which knows nothing of traces. */
    private static final class NcsaLog extends ContainerLifeCycle implements RequestLog {

        private final CustomRequestLog log;

        NcsaLog(RequestLog.Writer writer) {
            // Quotes within a field are escaped, so this text can only be the request line.
            log = new CustomRequestLog(
                    line -> writer.write(line.replace('"' + NO_HTTP + " HTTP/1.0\"", "\"-\"")), NCSA);
            installBean(writer);
            installBean(log);
        }

        @Override
        public void log(Request request, Response response) {
            log.log(new LoggedRequest(request), response);
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
            boolean http = !NO_HTTP.equals(
                    request.getMethod() + " " + request.getHttpURI().getPathQuery());
            line.put("method", http ? request.getMethod() : "-");
            line.put("uri", http ? request.getHttpURI().getPathQuery() : "-");
            line.put("protocol", http ? request.getConnectionMetaData().getProtocol() : "-");
            HttpFields fields = new LoggedRequest(request).getHeaders();
            put(line, "host", fields.getField(HttpHeader.HOST));
            put(line, "referer", fields.getField(HttpHeader.REFERER));
            put(line, "user-agent", fields.getField(HttpHeader.USER_AGENT));
            LoggedRequest.trace(request).ifPresent(trace -> line.put("trace", trace));
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
