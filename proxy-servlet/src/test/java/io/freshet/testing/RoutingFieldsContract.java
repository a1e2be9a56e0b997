package io.freshet.testing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No field that is no part of the key chooses path, host, method or client for the software behind the proxy. */
interface RoutingFieldsContract extends Wire {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "X_Forwarded_Host",
                "X-Forwarded_For",
                "X.Forwarded.Host",
                "X~Real~IP",
                "x_any",
                "_",
                "Content_Length",
                "Transfer.Encoding",
                "X-Original-URL",
                "x-ORIGINAL-url",
                "X.Original.URL",
                "X-Rewrite-URL",
                "X-Original-Host",
                "X-Host",
                "X-HTTP-Host-Override",
                "X-Forwarded-Prefix",
                "X-Forwarded-Server",
                "X-HTTP-Method-Override",
                "X-HTTP-Method",
                "X-Method-Override",
                "X-Middleware-Subrequest",
                "X-Client-IP",
                "Client-IP",
                "X-Cluster-Client-IP",
                "True-Client-IP",
                "Proxy",
                "Surrogate-Capability"
            })
    default void aFieldThatOtherSoftwareTakesForRoutingStaysBehind(String name) {
        origin().answer(OK);

        get(newPath(), name + ": planted", name + ": planted");

        assertThat(origin().request().fieldLines())
                .noneMatch(line -> line.contains("planted"))
                .noneMatch(line -> line.matches("(?i)[^:]*_.*:.*"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"Authorization", "X-Api-Key", "X-Requested-With", "Destination", "X-Any.Thing", "X-Any~Thing"})
    default void otherFieldsReachTheOrigin(String name) {
        origin().answer(OK);

        get(newPath(), name + ": own");

        assertThat(origin().request().values(name)).containsExactly("own");
    }

    /** Edge Architecture Specification 1.0, section 2. */
    @Test
    default void whatCachesInFrontCanDoIsNotSaidByTheClient() {
        String path = newPath();
        origin().answer(exchange -> {
            String capability = String.join("; ", exchange.request().values("Surrogate-Capability"));
            exchange.send("HTTP/1.1 200 OK\nCache-Control: max-age=60\nContent-Length: " + capability.length() + "\n\n"
                    + capability);
        });

        get(path, "Surrogate-Capability: evil=\"ESI/1.0\"");

        assertThat(getUntilHit(path).text()).isEqualTo("freshet=\"Surrogate/1.0\"");
    }

    /** {@link #customisedProxy} has {@code pass-fields}. */
    @Test
    default void whatAnOperatorNamesReachesTheOrigin() {
        origin().answer(OK);

        try (RawClient client = RawClient.connect(customisedProxy().port())) {
            client.send("GET " + customisedProxy().contextPath() + newPath()
                            + " HTTP/1.1\nHost: a.test\nX_Tenant: 7\nX_Other: no\nX-HTTP-Method-Override: PATCH")
                    .read();
        }

        RawRequest request = origin().request();
        assertThat(request.values("X_Tenant")).containsExactly("7");
        assertThat(request.values("X-HTTP-Method-Override")).containsExactly("PATCH");
        assertThat(request.has("X_Other")).isFalse();
    }

    /** One odd request that the origin refuses is not everybody's answer. */
    @ParameterizedTest
    @ValueSource(ints = {400, 403, 404, 405, 410, 414, 431, 500, 501, 503})
    default void anErrorThatStatesNoLifetimeIsNotStored(int status) {
        String path = newPath();
        for (String fields : new String[] {"", "\nLast-Modified: Sun, 06 Nov 1994 08:49:37 GMT", "\nETag: \"v\""}) {
            origin().answer("HTTP/1.1 " + status + " Error" + fields + "\nContent-Length: 2\n\nno");

            assertThat(get(path).value("Cache-Status").orElse(""))
                    .contains("detail=status-without-lifetime")
                    .doesNotContain("stored");
        }
        origin().answer("HTTP/1.1 200 OK\nContent-Length: 2\n\nok");

        assertThat(get(path).text()).isEqualTo("ok");
    }
}
