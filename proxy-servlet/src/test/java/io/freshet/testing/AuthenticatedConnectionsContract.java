package io.freshet.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An origin that authenticates connections: the client that asks next on one is taken for the one that shook hands on it (RFC 4559 §6). */
interface AuthenticatedConnectionsContract extends Wire {

    @ParameterizedTest
    @ValueSource(strings = {"NTLM", "Negotiate"})
    default void aConnectionThatAClientAuthenticatedIsNobodyElses(String scheme) {
        origin().answer(new Authenticating());
        String path = newPath();

        try (RawClient alice = connect()) {
            assertThat(ask(alice, path, Optional.empty()).status()).isEqualTo(401);
            RawResponse challenge = ask(alice, path, Optional.of(scheme + " hello"));
            assertThat(challenge.value("WWW-Authenticate")).hasValue(scheme + " challenge");
            RawResponse in = ask(alice, path, Optional.of(scheme + " alice"));
            assertThat(in.text()).as("the handshake goes over one connection").isEqualTo("hello alice");

            for (int i = 0; i < 20; i++) {
                assertThat(get(path).status()).isEqualTo(401);
                assertThat(get(path, "Authorization: " + scheme + " nonsense").status())
                        .isEqualTo(401);
                assertThat(get(newPath()).status()).isEqualTo(401);
            }
        }
    }

    /** Where one leg is enough. */
    @Test
    default void norIsOneThatWasAuthenticatedAtOnce() {
        origin().answer(new Authenticating());
        String path = newPath();

        assertThat(get(path, "Authorization: Negotiate token-of-bob").text()).isEqualTo("hello token-of-bob");

        for (int i = 0; i < 20; i++) {
            assertThat(get(path).status()).isEqualTo(401);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "WWW-Authenticate: NTLM",
                "WWW-Authenticate: Basic realm=\"a, b\", Negotiate",
                "www-authenticate: negotiate oYG2MIGz",
                "Proxy-Authenticate: NTLM"
            })
    default void aConnectionThatCouldBeAuthenticatedIsNotUsedAgain(String challenge) {
        origin().answer("HTTP/1.1 200 OK\nCache-Control: public, max-age=60\n" + challenge
                + "\nContent-Length: 2\n\nok");
        String path = newPath();

        get(path);
        get(path);

        assertThat(origin().requests())
                .extracting(RawRequest::connection)
                .hasSize(2)
                .doesNotHaveDuplicates();
    }

    private RawResponse ask(RawClient client, String path, Optional<String> credentials) {
        String[] fields =
                credentials.map(value -> "Authorization: " + value).stream().toArray(String[]::new);
        return client.send(head("GET", path, fields)).read();
    }

    /** Takes everything on a connection for the one who authenticated it, and says that all may store what it answers. */
    final class Authenticating implements RawOrigin.Handler {

        private final Map<Integer, String> users = new ConcurrentHashMap<>();
        private final Set<Integer> challenged = ConcurrentHashMap.newKeySet();

        @Override
        public void handle(RawOrigin.Exchange exchange) throws IOException {
            int connection = exchange.request().connection();
            String[] credentials =
                    exchange.request().value("Authorization").orElse(" ").split(" ", 2);
            boolean handshake = credentials.length == 2 && !credentials[0].isEmpty();
            if (handshake && credentials[1].equals("hello")) {
                challenged.add(connection);
                refuse(exchange, credentials[0] + " challenge");
                return;
            }
            if (handshake && (challenged.contains(connection) || credentials[1].startsWith("token-of-"))) {
                users.put(connection, credentials[1]);
            }
            Optional<String> user = Optional.ofNullable(users.get(connection));
            if (user.isPresent()) {
                String hello = "hello " + user.get();
                exchange.send("HTTP/1.1 200 OK\nCache-Control: public, max-age=60\nContent-Length: " + hello.length()
                        + "\n\n" + hello);
            } else {
                refuse(exchange, "Negotiate\nWWW-Authenticate: NTLM");
            }
        }

        private static void refuse(RawOrigin.Exchange exchange, String challenge) throws IOException {
            exchange.send("HTTP/1.1 401 Unauthorized\nCache-Control: public, max-age=60\nWWW-Authenticate: " + challenge
                    + "\nContent-Length: 2\n\nno");
        }
    }
}
