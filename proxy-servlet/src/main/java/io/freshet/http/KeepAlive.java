package io.freshet.http;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.eclipse.jetty.http.HttpFields;

/** What {@code Keep-Alive} says of a connection of HTTP/1 (RFC 2068 §19.7.1.1). */
public final class KeepAlive {

    private static final String TIMEOUT = "timeout=";

    private KeepAlive() {}

    /** How long the sender keeps the connection without a request on it, the shortest time if there are several; empty where it does not say. */
    public static Optional<Duration> timeout(HttpFields fields) {
        List<String> parameters = FieldValues.elements(fields, "Keep-Alive");
        return parameters.isEmpty() ? Optional.empty() : shortest(parameters);
    }

    private static Optional<Duration> shortest(List<String> parameters) {
        return parameters.stream()
                .filter(parameter -> parameter.toLowerCase(Locale.ROOT).startsWith(TIMEOUT))
                .flatMap(parameter -> DeltaSeconds.parse(parameter.substring(TIMEOUT.length())).stream())
                .min(Duration::compareTo);
    }
}
