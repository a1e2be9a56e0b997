package io.freshet.standalone.admin;

import io.freshet.config.AdminAddress;
import io.freshet.config.AdminConfig;
import io.freshet.http.Field;
import io.freshet.log.Printable;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.jetty.util.HostPort;

/** Asks a running proxy's admin API. */
public final class AdminClient {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final AdminConfig config;
    private final int proxyPort;

    public AdminClient(AdminConfig config, int proxyPort) {
        this.config = config;
        this.proxyPort = proxyPort;
    }

    /**
     * What the API said.
     *
     * @param done whether it did as it was told
     * @param text JSON
     */
    public record Answer(boolean done, String text) {}

    /**
     * Sends a request.
     *
     * @param json what is sent; empty to ask with GET
     * @throws IOException if the admin port does not answer; its message is a sentence without its full stop
     */
    public Answer call(String path, Optional<String> json) throws IOException {
        AdminAddress.At at = AdminServer.address(config.address(), proxyPort)
                .orElseThrow(() -> new IOException("the admin API is switched off: name it with --admin"));
        String host = HostPort.normalizeHost(at.host());
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://" + host + ":" + at.port() + path))
                .timeout(PATIENCE);
        config.token().ifPresent(token -> request.header("Authorization", "Bearer " + token));
        json.ifPresent(text ->
                request.header(Field.CONTENT_TYPE, "application/json").POST(HttpRequest.BodyPublishers.ofString(text)));
        HttpClient client = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
        try {
            HttpResponse<String> response = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
            return new Answer(response.statusCode() == 200, Printable.lines(response.body()));
        } catch (IOException failure) {
            throw new IOException(
                    "no proxy's admin API answers at " + host + ":" + at.port()
                            + ": start one, or name its --port or --admin",
                    failure);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", stopped);
        }
    }
}
