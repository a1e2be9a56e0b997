package io.freshet.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Cookies come back to where they were set, also where the origin has a base path and another name (RFC 6265 §5.1.3, §5.1.4). */
interface CookiesContract extends Wire {

    String SETS = """
            HTTP/1.1 200 OK
            Content-Length: 2
            Set-Cookie: JSESSIONID=1; Path=/base; HttpOnly
            X-Between: 1
            Set-Cookie: d="a,b"; Domain=internal.example; Path=/base/; Expires=Wed, 21 Oct 2099 07:28:00 GMT
            Set-Cookie: own=1;domain=.shop.example;  PATH = /base/login
            Set-Cookie: __Host-h=1; Secure; Path=/
            Set-Cookie: other=1; Path=/elsewhere
            """;

    private void isMapped(RawResponse response) {
        String context = customisedProxy().contextPath();
        assertThat(response.values("Set-Cookie"))
                .containsExactly(
                        "JSESSIONID=1; Path=" + (context.isEmpty() ? "/" : context) + "; HttpOnly",
                        "d=\"a,b\"; Path=" + context + "/; Expires=Wed, 21 Oct 2099 07:28:00 GMT",
                        "own=1;domain=.shop.example;  PATH = " + context + "/login",
                        "__Host-h=1; Secure; Path=/",
                        "other=1; Path=/elsewhere");
    }

    @Test
    default void cookiesAreForTheProxysPathsAndHost() {
        origin().answer(SETS + "Cache-Control: no-store\n\nok");

        isMapped(getCustomised(newPath(), "www.shop.example"));
    }

    @Test
    default void cookiesOfStoredResponsesAreToo() {
        String path = newPath();
        origin().answer(SETS + "Cache-Control: public, max-age=60\n\nok");
        isMapped(getCustomised(path, "www.shop.example"));

        RawResponse hit = Awaitility.await()
                .pollInterval(Duration.ofMillis(50))
                .until(() -> getCustomised(path, "www.shop.example"), Wire::isHit);
        isMapped(hit);
        isMapped(getCustomised(path, "www.shop.example"));
    }

    @Test
    default void aDomainIsJudgedByTheHostThatWasAsked() {
        origin().answer(
                        "HTTP/1.1 200 OK\nContent-Length: 0\nSet-Cookie: a=1; Domain=shop.example\nCache-Control: no-store\n");

        assertThat(getCustomised(newPath(), "SHOP.example:8080").values("Set-Cookie"))
                .containsExactly("a=1; Domain=shop.example");
        assertThat(getCustomised(newPath(), "other.example").values("Set-Cookie"))
                .containsExactly("a=1");
    }
}
