package io.freshet.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Method and target arrive at the origin as the client wrote them: what they mean is the origin's to say. */
interface TargetsContract extends Wire {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/?",
                "/a?q=a|b{}[]^",
                "/a?x=1&x=2&&y&=z",
                "/a?q=a+b%20c%2Fd%3f",
                "/a%2Fb",
                "/a%2fb",
                "/a%5Cb",
                "/a%3Fb%23c%25d",
                "//",
                "//a///b//",
                "/a/../b",
                "/a/./b/.",
                "/a/b/..",
                "/a;k=v;w/b;x",
                "/a;jsessionid=1",
                "/a%20b+c",
                "/%7euser/%7Euser/~user",
                "/%e2%82%AC",
                "/a/b.jsp",
                "/index.html",
                "/a:b@c!$&'()*,=",
                "/a|b[c]{d}^`e",
                "/caf%e9/%ff%fe",
                "/x?q=100%",
                "/x?sale=50%off&b",
                "/x?q=%u20AC",
                "/x?q=a%&b=1",
                "/x?%=%zz",
            })
    default void targetsArriveVerbatim(String target) {
        origin().answer(OK);

        RawResponse response = get(target);

        if (!keepsBytes(target)) {
            assertThat(response.status()).isEqualTo(400);
            assertThat(origin().requests()).isEmpty();
            return;
        }
        assertThat(response.status()).isEqualTo(200);
        assertThat(origin().request().target()).isEqualTo(target);
    }

    /** Whether the packaging can work on a path that is no host, but looks like one. */
    default boolean knowsPathsFromHosts() {
        return true;
    }

    /** RFC 9112 §3.2.1: in origin-form there is no authority. */
    @ParameterizedTest
    @ValueSource(strings = {"//[::1]/x", "//a:b/x", "//user@host:x", "//host/x"})
    default void aPathThatLooksLikeAHostIsAPath(String target) {
        origin().answer(OK);

        RawResponse response = get(target);

        if (knowsPathsFromHosts() || response.status() == 200) {
            assertThat(response.status()).isEqualTo(200);
            assertThat(origin().request().target()).isEqualTo(target);
        } else {
            assertThat(origin().requests()).isEmpty();
        }
    }

    /** Which targets with bytes above 0x7F the packaging gets to see as they are; others it must refuse. */
    default boolean keepsBytes(String target) {
        return true;
    }

    /** RFC 9112 §3.2: curl and older programs send what is no ASCII as it is, in whatever encoding. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/x?q=\u00c3\u00a9",
                "/x?q=\u00e6\u0097\u00a5\u00e6\u009c\u00ac",
                "/x?q=\u00e9",
                "/x?q=\u00fc",
                "/x?q=\u00ef\u00bf\u00bd",
                "/x?q=\u0080\u00ff",
                "/\u00c3\u00a9",
                "/\u00e9?\u00e9",
            })
    default void bytesOfTargetsArriveAsTheyAreOrNotAtAll(String target) {
        origin().answer(OK);

        RawResponse response = get(target);

        if (keepsBytes(target)) {
            assertThat(response.status()).isEqualTo(200);
            assertThat(origin().request().target()).isEqualTo(target);
        } else {
            assertThat(response.status()).isEqualTo(400);
            assertThat(origin().requests()).isEmpty();
        }
    }

    /** Two URLs share one entry only if they are the same, byte for byte. */
    @ParameterizedTest
    @CsvSource({
        "?q=\u00e9, ?q=\u00fc",
        "?q=\u00c3\u00a9, ?q=%C3%A9",
        "?q=\u00c3\u00a9, ?q=\u00e9",
        "?q=\u00e6\u0097\u00a5, ?q=\u00e6\u009c\u00ac",
        "?q=%, ?q=%25",
        "?q=%zz, ?q=%ZZ",
        "/%e9, /%fc",
        "/a/../b, /b",
        "/a|b, /a%7Cb",
    })
    default void targetsThatDifferInAByteShareNothing(String one, String other) {
        String path = newPath();
        origin().answer("HTTP/1.1 200 OK\nCache-Control: max-age=60\nContent-Length: 3\n\none");
        if (!keepsBytes(one) || !keepsBytes(other)) {
            assertThat(get(path + (keepsBytes(one) ? other : one)).status()).isEqualTo(400);
            return;
        }
        get(path + one);
        getUntilHit(path + one);

        assertThat(get(path + other).value("X-Cache")).hasValue("MISS");
        assertThat(get(path + one).value("X-Cache")).hasValue("HIT");
    }

    /** Servers differ in the dot segments that they see: what a rule, or the base path, allows may be another path to the origin. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/a/%2E%2E/b",
                "/..%2fsecret",
                "/%2e%2e%2fsecret",
                "/..%5csecret",
                "/..;/secret",
                "/a/..;x=1/..;/secret",
                "/;/../secret",
                "//../secret",
                "/a//../../secret",
                "///../../secret",
                "/a%2fb/../secret",
                "/..%252fsecret",
                "/..%00/secret",
                "/%c0%ae%c0%ae/secret",
                "/../secret",
            })
    default void aPathInWhichServersSeeDifferentDotSegmentsIsRefused(String target) {
        for (String method : new String[] {"GET", "HEAD", "POST", "DELETE", "PROPFIND"}) {
            origin().answer(OK);

            RawResponse response = exchange(head(method, target));

            // A container may have looked for another application where the path leads out of this one.
            assertThat(response.status())
                    .as(method)
                    .isIn(400, proxy().contextPath().isEmpty() ? 400 : 404);
            assertThat(origin().requests()).isEmpty();
        }
    }

    @Test
    default void theOriginsBasePathComesFirst() {
        origin().answer(OK);

        assertThat(getCustomised("/a%2Fb//c?q", "example.test").status()).isEqualTo(200);

        assertThat(origin().request().target()).isEqualTo(BASE_PATH + "/a%2Fb//c?q");
    }

    @ParameterizedTest
    @ValueSource(strings = {"PROPFIND", "PATCH", "DELETE", "M-SEARCH", "X!#$%&'*+.^_`|~1"})
    default void methodsPassWhateverTheyAreCalled(String method) {
        origin().answer(OK);

        RawResponse response = exchange(head(method, newPath()));

        assertThat(response.status()).isEqualTo(200);
        assertThat(origin().request().method()).isEqualTo(method);
    }

    /** RFC 9110 §9.1: methods are case-sensitive. This one is unknown: it may be refused, but it is no GET. */
    @Test
    default void aGetInLowerCaseDoesNotBecomeAGet() {
        origin().answer(OK);

        RawResponse response = exchange(head("get", newPath()));

        assertThat(response.status()).isIn(200, 400, 405, 501);
        assertThat(origin().requests()).extracting(RawRequest::method).doesNotContain("GET");
    }

    @Test
    default void optionsPass() {
        String path = newPath();
        origin().answer("""
                HTTP/1.1 200 OK
                Allow: GET, PURR
                Content-Length: 0
                """);

        RawResponse response = exchange(head("OPTIONS", path));

        assertThat(response.value("Allow")).hasValue("GET, PURR");
        assertThat(origin().request().startLine()).isEqualTo("OPTIONS " + path + " HTTP/1.1");
    }

    /** Whether {@code OPTIONS *} gets to the proxy at all; a container may answer it by itself, or know of no such thing. */
    default boolean answersForTheServer() {
        return true;
    }

    /** RFC 9110 §9.3.7: about the server as a whole. Answered here, refused, or asked of the origin as a whole. */
    @Test
    default void anOptionsForTheServerNeverBecomesOneForAPath() {
        origin().answer(OK);

        RawResponse response = exchange("OPTIONS * HTTP/1.1\nHost: " + proxy().authority());

        assertThat(response.status()).isIn(answersForTheServer() ? Set.of(200) : Set.of(200, 400, 404));
        assertThat(origin().requests())
                .allSatisfy(request -> assertThat(request.target()).isEqualTo("*"));
    }

    /** Whether an absolute target may name another host than {@code Host}; the alternative is 400. */
    default boolean takesOtherHostsInTargets() {
        return true;
    }

    /** RFC 9112 §3.2.2: the target says which host is meant, and {@code Host} is ignored. */
    @ParameterizedTest
    @CsvSource({
        "http://other.test, other.test",
        "http://other.test:8080, other.test:8080",
        "HTTP://Other.Test, other.test",
        "http://[::1]:81, [::1]:81"
    })
    default void anAbsoluteTargetDecidesAboutTheHost(String base, String authority) {
        String path = newPath();
        origin().answer(OK);

        RawResponse response =
                exchange("GET " + base + proxy().contextPath() + path + " HTTP/1.1\nHost: " + proxy().authority());

        if (response.status() == 400 && !takesOtherHostsInTargets()) {
            assertThat(origin().requests()).isEmpty();
            return;
        }
        assertThat(response.status()).isEqualTo(200);
        assertThat(origin().request().target()).isEqualTo(path);
        assertThat(origin().request().values("X-Forwarded-Host")).containsExactly(authority);
        assertThat(origin().request().values("Host")).containsExactly(origin().authority());
    }

    /** And so does the key: what one host gets, another does not. */
    @Test
    default void whatIsStoredForTheHostOfATargetIsForNoOther() {
        String path = newPath();
        origin().answer("HTTP/1.1 200 OK\nCache-Control: max-age=60\nContent-Length: 4\n\nevil");
        String target = proxy().contextPath() + path;
        assertThat(exchange("GET http://other.test" + target + " HTTP/1.1\nHost: " + proxy().authority())
                        .status())
                .isIn(200, 400, 421);
        origin().answer("HTTP/1.1 200 OK\nCache-Control: max-age=60\nContent-Length: 4\n\ngood");

        assertThat(get(path).text()).isEqualTo("good");
    }

    /** Whether the proxy can tell the connection's scheme from that of the target. */
    default boolean knowsTheScheme() {
        return true;
    }

    /** RFC 9110 §4.2.2: what is https is what came over TLS. */
    @ParameterizedTest
    @ValueSource(strings = {"https", "HTTPS", "ftp"})
    default void theSchemeIsThatOfTheConnectionWhateverTheTargetClaims(String scheme) {
        String path = newPath();
        origin().answer(OK);

        RawResponse response = exchange("GET " + scheme + "://" + proxy().authority() + proxy().contextPath() + path
                + " HTTP/1.1\nHost: " + proxy().authority());

        assertThat(response.status()).isIn(200, 400, 421);
        assertThat(origin().requests()).filteredOn(request -> knowsTheScheme()).allSatisfy(request -> {
            assertThat(request.values("X-Forwarded-Proto")).containsExactly("http");
            assertThat(request.value("Forwarded"))
                    .hasValueSatisfying(
                            value -> assertThat(value).contains("proto=http").doesNotContain("proto=https"));
        });
    }

    /** RFC 9112 §3.2.2: the same request in another form. */
    @Test
    default void anAbsoluteTargetForThisHostIsAPath() {
        String path = newPath();
        origin().answer(OK);

        RawResponse response =
                exchange("GET " + proxy().uri(path + "?q=1") + " HTTP/1.1\nHost: " + proxy().authority());

        assertThat(response.status()).isEqualTo(200);
        assertThat(origin().request().target()).isEqualTo(path + "?q=1");
        assertThat(origin().request().value("Host")).hasValue(origin().authority());
    }
}
