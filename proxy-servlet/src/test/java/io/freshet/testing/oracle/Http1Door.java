package io.freshet.testing.oracle;

import io.freshet.testing.RawClient;
import io.freshet.testing.RawHead;
import io.freshet.testing.RawResponse;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** HTTP/1.1, on a connection that is kept as long as it can be. */
public final class Http1Door implements Door {

    /** The site that all clients ask. */
    public static final String HOST = "oracle.test";

    private final int port;
    private Optional<RawClient> kept = Optional.empty();

    public Http1Door(int port) {
        this.port = port;
    }

    @Override
    public Got ask(Ask ask) {
        boolean fresh = kept.isEmpty();
        Got got = exchange(ask, kept.orElseGet(() -> RawClient.connect(port)));
        // It may have been closed meanwhile.
        return got.status() == 0 && !fresh ? exchange(ask, RawClient.connect(port)) : got;
    }

    private Got exchange(Ask ask, RawClient client) {
        StringBuilder head = new StringBuilder(ask.method() + " " + ask.path() + " HTTP/1.1\nHost: " + HOST);
        ask.fields().forEach(line -> head.append('\n').append(line));
        if (ask.method().equals("POST")) {
            head.append("\nContent-Length: 0");
        }
        client.send(head.toString());
        if (ask.most() != Ask.ALL) {
            return begun(ask, client);
        }
        RawResponse response = ask.method().equals("HEAD") ? client.readToHead() : client.read();
        Got got = new Got(
                response.status(), response.fieldLines(), response.body(), response.end() == RawResponse.End.COMPLETE);
        boolean keeps = got.whole()
                && response.startLine().startsWith("HTTP/1.1")
                && (response.has("Content-Length") || response.has("Transfer-Encoding") || got.status() == 304)
                && !response.value("Connection").orElse("").equalsIgnoreCase("close");
        kept = keeps ? Optional.of(client) : Optional.empty();
        if (!keeps) {
            client.close();
        }
        return got;
    }

    private Got begun(Ask ask, RawClient client) {
        kept = Optional.empty();
        try (client) {
            RawHead head = client.readHead();
            byte[] some = client.body(head).readNBytes(ask.most());
            return new Got(RawResponse.statusOf(head.startLine()), head.fieldLines(), some, false);
        } catch (IOException cut) {
            return new Got(0, List.of(), new byte[0], false);
        }
    }

    @Override
    public void close() {
        kept.ifPresent(RawClient::close);
    }
}
