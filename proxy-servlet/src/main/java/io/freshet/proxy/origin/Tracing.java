package io.freshet.proxy.origin;

import io.freshet.config.NewTraces;
import io.freshet.http.TraceParent;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.eclipse.jetty.http.HttpFields;

/**
 * Says on the way to the origin which trace a request belongs to (W3C Trace Context): the client's, with this proxy as the parent,
 * or a new one. Only requests to the origin have this; it is no part of what is looked up or stored. See docs/decisions/0027.
 */
public final class Tracing {

    /** The name of the request's attribute with the identity of the trace that was begun here, a {@link String}. */
    public static final String ATTRIBUTE = Tracing.class.getName() + ".trace";

    private static final String AGENT = "io.opentelemetry.javaagent.OpenTelemetryAgent";

    private final NewTraces newTraces;
    private final boolean agent;

    public Tracing(NewTraces newTraces) {
        this(newTraces, isAgentPresent());
    }

    /** @param agent whether an agent traces, which replaces what is said here */
    public Tracing(NewTraces newTraces, boolean agent) {
        this.newTraces = newTraces;
        this.agent = agent;
    }

    /** OpenTelemetry's agent is where {@code -javaagent} puts it. */
    private static boolean isAgentPresent() {
        try {
            Class.forName(AGENT, false, ClassLoader.getSystemClassLoader());
            return true;
        } catch (ClassNotFoundException none) {
            return false;
        }
    }

    /**
     * Adds to what goes to the origin on a client's behalf.
     *
     * @param said the client's own fields, {@code traceparent} and {@code tracestate} at least
     * @param begun the trace that was begun for the same request before; a request that is sent again stays in its trace
     * @return the trace that is begun for the request, where the client says none
     */
    public Optional<String> add(HttpFields said, Optional<String> begun, HttpFields.Mutable originFields) {
        Optional<TraceParent> client = TraceParent.of(said);
        if (client.isPresent()) {
            TraceParent own = agent
                    ? client.get()
                    : new TraceParent(
                            client.get().traceId(), id(1), client.get().flags());
            originFields.add(TraceParent.NAME, own.value());
            said.getFields(TraceParent.STATE).forEach(originFields::add);
        } else if (begins()) {
            String trace = begun.orElseGet(() -> id(2));
            begin(trace, originFields);
            return Optional.of(trace);
        }
        return Optional.empty();
    }

    /** Adds to what goes to the origin by a request that no client waits for. */
    public void add(HttpFields.Mutable originFields) {
        if (begins()) {
            begin(id(2), originFields);
        }
    }

    private boolean begins() {
        return !agent && newTraces != NewTraces.NONE;
    }

    private void begin(String trace, HttpFields.Mutable originFields) {
        int sampled = newTraces == NewTraces.SAMPLED ? TraceParent.SAMPLED : 0;
        originFields.add(TraceParent.NAME, new TraceParent(trace, id(1), TraceParent.RANDOM | sampled).value());
    }

    /** So many times 16 digits, by chance; none of them all 0. */
    private static String id(int words) {
        StringBuilder id = new StringBuilder();
        for (int i = 0; i < words; i++) {
            long word = ThreadLocalRandom.current().nextLong();
            id.append(HexFormat.of().toHexDigits(word == 0 ? 1 : word));
        }
        return id.toString();
    }
}
