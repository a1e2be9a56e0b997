package io.freshet.servlet;

import io.freshet.config.OriginConnections;
import jakarta.servlet.ServletConfig;
import jakarta.servlet.ServletContext;
import java.util.Collections;
import java.util.Enumeration;
import java.util.Map;

/** The init parameters of Jetty's proxy servlet, out of Freshet's configuration instead of {@code web.xml}. */
final class OriginClientParameters implements ServletConfig {

    /** Threads that carry origin responses; they never block, so few are enough. */
    private static final int MAX_THREADS = 64;

    /** They carry responses to their clients themselves, so that each core has one. */
    private static final int SELECTORS = Runtime.getRuntime().availableProcessors();

    /** More than any container lets in by default, with room for what a proxy adds. */
    private static final int MAX_REQUEST_HEADER = 2 << 20;

    private final ServletConfig container;
    private final Map<String, String> parameters;

    OriginClientParameters(ServletConfig container, OriginConnections connections) {
        this.container = container;
        this.parameters = Map.of(
                "maxThreads", Integer.toString(MAX_THREADS),
                "selectors", Integer.toString(SELECTORS),
                "maxConnections", Integer.toString(connections.max()),
                "idleTimeout", Long.toString(connections.idleTimeout().toMillis()),
                "timeout", "0",
                "maxRequestHeadersSize", Integer.toString(MAX_REQUEST_HEADER),
                "maxResponseHeadersSize", Integer.toString(connections.maxHeader()));
    }

    @Override
    public String getServletName() {
        return container.getServletName();
    }

    @Override
    public ServletContext getServletContext() {
        return container.getServletContext();
    }

    // The servlet API says null for a parameter that is not there.
    @Override
    @SuppressWarnings("NullAway")
    public String getInitParameter(String name) {
        return parameters.get(name);
    }

    @Override
    public Enumeration<String> getInitParameterNames() {
        return Collections.enumeration(parameters.keySet());
    }
}
