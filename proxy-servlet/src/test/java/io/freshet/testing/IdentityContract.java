package io.freshet.testing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is who: the origin hears the truth about the client, and the client sees one site. */
interface IdentityContract extends Wire {

    @Test
    default void theOriginSeesItsOwnHost() {
        origin().answer(OK);

        exchange("GET " + proxy().contextPath() + newPath() + " HTTP/1.1\nHost: example.test:81");

        assertThat(origin().request().values("Host")).containsExactly(origin().authority());
    }

    @Test
    default void theOriginSeesTheClientsHostWhenItIsPreserved() {
        origin().answer(OK);

        getCustomised(newPath(), "example.test:81");

        assertThat(origin().request().values("Host")).containsExactly("example.test:81");
    }

    @Test
    default void forwardingFieldsSayWhatIsTrue() {
        origin().answer(OK);

        exchange("GET " + proxy().contextPath() + newPath() + " HTTP/1.1\nHost: example.test:81");

        RawRequest request = origin().request();
        assertThat(request.values("X-Forwarded-For")).containsExactly("127.0.0.1");
        assertThat(request.values("X-Forwarded-Host")).containsExactly("example.test:81");
        assertThat(request.values("X-Forwarded-Proto")).containsExactly("http");
        assertThat(request.values("Forwarded")).singleElement().satisfies(forwarded -> assertThat(forwarded.split(";"))
                .contains("for=127.0.0.1", "host=\"example.test:81\"", "proto=http"));
    }

    @Test
    default void aClientCannotLieAboutItself() {
        origin().answer(OK);

        get(
                newPath(),
                "X-Forwarded-For: 203.0.113.9",
                "X-Forwarded-For: 203.0.113.10",
                "X-Forwarded-Host: evil.test",
                "X-Forwarded-Proto: https",
                "X-Forwarded-Port: 66666",
                "X-Forwarded-Server: evil.test",
                "Forwarded: for=203.0.113.9;host=evil.test;proto=https",
                "X-Real-IP: 203.0.113.9");

        assertThat(origin().request().fieldLines())
                .noneMatch(line -> line.contains("203.0.113"))
                .noneMatch(line -> line.contains("evil.test"))
                .noneMatch(line -> line.startsWith("X-Forwarded-Port") || line.startsWith("X-Real-IP"));
        assertThat(origin().request().values("X-Forwarded-Proto")).containsExactly("http");
    }

    /** RFC 9110 §7.6.3. */
    @Test
    default void viaNamesTheProxy() {
        origin().answer(OK);

        get(newPath());
        assertThat(origin().request().values("Via")).singleElement().satisfies(via -> assertThat(via)
                .matches("1\\.1 [!#$%&'*+.^_`|~0-9A-Za-z:-]+( \\(.*\\))?"));
        String own = origin().request().value("Via").orElseThrow();

        get(newPath(), "Via: 1.0 fred, 1.1 p.example.net");
        assertThat(String.join(", ", origin().request().values("Via")))
                .isEqualTo("1.0 fred, 1.1 p.example.net, " + own);
    }

    /** A request that has been here is going round in circles. */
    @Test
    default void aLoopEndsHere() {
        origin().answer(OK);
        get(newPath());
        String own = origin().request().value("Via").orElseThrow();
        int before = origin().requests().size();

        RawResponse response = get(newPath(), "Via: 1.1 somebody", "Via: " + own + ", 1.1 other");

        assertThat(response.status()).isEqualTo(508);
        assertThat(origin().requests()).hasSize(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/there?a=%2F", "/", "/there#part"})
    default void aLocationThatNamesTheOriginNamesTheProxy(String there) {
        assertThat(redirected(origin().uri() + there))
                .isEqualTo(proxy().uri(there).toString());
        assertThat(redirected(there)).isEqualTo(proxy().uri(there).toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://elsewhere.test/x?y=%2F", "https://127.0.0.1/x", "mailto:a@example.test", "?q=1"})
    default void anyOtherLocationStaysAsItIs(String location) {
        origin().answer(redirect(location));

        assertThat(get(newPath()).values("Location")).containsExactly(location);
    }

    @Test
    default void aLocationOnAnotherPortOfTheOriginsHostStaysAsItIs() {
        String location = "http://127.0.0.1:" + (proxy().port() == 1 ? 2 : 1) + "/x";
        origin().answer(redirect(location));

        assertThat(get(newPath()).values("Location")).containsExactly(location);
    }

    @Test
    default void aLocationUnderTheBasePathLosesIt() {
        origin().answer(redirect(origin().uri() + BASE_PATH + "/there?x=1"));

        RawResponse response = getCustomised(newPath(), customisedProxy().authority());

        assertThat(customisedProxy().uri("/").resolve(response.value("Location").orElseThrow()))
                .isEqualTo(customisedProxy().uri("/there?x=1"));
    }

    @Test
    default void aLocationOutsideTheBasePathStaysAsItIs() {
        String location = origin().uri() + BASE_PATH + "ball/there";
        origin().answer(redirect(location));

        assertThat(getCustomised(newPath(), customisedProxy().authority()).values("Location"))
                .containsExactly(location);
    }

    /** Where a client ends up: whether the reference is relative is not its concern. */
    private String redirected(String location) {
        origin().answer(redirect(location));
        String path = newPath();
        RawResponse response = get(path);
        assertThat(response.status()).isEqualTo(302);
        return proxy().uri(path)
                .resolve(response.value("Location").orElseThrow())
                .toString();
    }

    private static String redirect(String location) {
        return "HTTP/1.1 302 Found\nContent-Length: 0\nLocation: " + location;
    }
}
