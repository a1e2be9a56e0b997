package io.freshet.standalone;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.freshet.testing.oracle.Ask;
import io.freshet.testing.oracle.Door;
import io.freshet.testing.oracle.Got;
import io.freshet.testing.oracle.Http1Door;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** HTTP/2 without TLS, on one connection. It reads to the end, whatever the request says. */
final class Http2Door implements Door {

    private final int port;
    private Http2Client client;

    Http2Door(int port) {
        this.port = port;
        client = Http2Client.connect(port);
    }

    @Override
    public Got ask(Ask ask) {
        Http2Client.Response response = exchange(ask);
        if (!response.end().equals("COMPLETE")) {
            client.close();
            client = Http2Client.connect(port);
        }
        // A connection that was closed meanwhile has answered nothing.
        return got(response.status() == 0 ? exchange(ask) : response);
    }

    private Http2Client.Response exchange(Ask ask) {
        List<String> lines = new ArrayList<>(List.of(
                ":method: " + ask.method(), ":scheme: http", ":authority: " + Http1Door.HOST, ":path: " + ask.path()));
        ask.fields().forEach(line -> {
            int colon = line.indexOf(':');
            lines.add(line.substring(0, colon).toLowerCase(Locale.ROOT) + line.substring(colon));
        });
        return client.read(client.request(lines.toArray(String[]::new)));
    }

    private static Got got(Http2Client.Response response) {
        return new Got(
                response.status(),
                response.fields().stream()
                        .map(field -> field.getName() + ": " + field.getValue())
                        .toList(),
                response.text().getBytes(ISO_8859_1),
                response.end().equals("COMPLETE"));
    }

    @Override
    public void close() {
        client.close();
    }
}
