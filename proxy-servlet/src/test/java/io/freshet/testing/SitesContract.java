package io.freshet.testing;

import static org.assertj.core.api.Assertions.assertThat;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Several sites behind one proxy: what one says of itself reaches its own, under every spelling of its name, and no other's. */
interface SitesContract extends Wire {

    /** RFC 3986 §6.2.3. */
    @ParameterizedTest
    @ValueSource(strings = {"site.test:80", "SITE.test", "Site.Test.", "site.test.:80", "site.test:"})
    default void hostsThatMeanTheSameShareWhatIsStored(String spelling) {
        String path = newPath();
        origin().answer(exchange -> {
            String told = exchange.request().value("X-Forwarded-Host").orElse("") + " "
                    + exchange.request().value("Forwarded").orElse("");
            exchange.send(
                    "HTTP/1.1 200 OK\nCache-Control: max-age=60\nContent-Length: " + told.length() + "\n\n" + told);
        });

        RawResponse first = at(spelling, "GET", path);
        if (first.status() == 400) {
            // Some containers take no Host without a port behind its colon, or with the dot of the root.
            assertThat(origin().requests()).isEmpty();
            return;
        }

        assertThat(first.text()).startsWith("site.test ").doesNotContain(":80").doesNotContain("SITE");
        assertThat(getUntilHitAt("site.test", path).text()).isEqualTo(first.text());
    }

    @Test
    default void anotherPortIsAnotherSite() {
        String path = newPath();
        origin().answer("HTTP/1.1 200 OK\nCache-Control: max-age=60\nContent-Length: 2\n\nok");

        at("site.test", "GET", path);
        getUntilHitAt("site.test", path);

        assertThat(at("site.test:8080", "GET", path).value("X-Cache")).hasValue("MISS");
    }

    /** RFC 9875 §3. */
    @Test
    default void aGroupIsInvalidatedForItsOwnSiteAlone() {
        String path = newPath();
        origin().answer("HTTP/1.1 200 OK\nCache-Control: max-age=60\nCache-Groups: \"g\"\nContent-Length: 2\n\nok");
        for (String host : new String[] {"a.test", "b.test", "a.test:81"}) {
            at(host, "GET", path);
            getUntilHitAt(host, path);
        }
        origin().answer(
                        "HTTP/1.1 200 OK\nCache-Control: no-store\nCache-Group-Invalidation: \"g\"\nContent-Length: 2\n\nno");

        at("A.test:80", "POST", newPath());

        assertThat(at("b.test", "GET", path).value("X-Cache")).hasValue("HIT");
        assertThat(at("a.test:81", "GET", path).value("X-Cache")).hasValue("HIT");
        assertThat(at("a.test", "GET", path).text()).isEqualTo("no");
    }

    /** RFC 9111 §4.4. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Location: http://a.test",
                "Content-Location: http://A.test:80",
                "Location: //a.test",
                "Location: "
            })
    default void aLocationThatNamesTheSiteIsInvalidated(String field) {
        String path = newPath();
        for (String host : new String[] {"a.test", "b.test"}) {
            origin().answer("HTTP/1.1 200 OK\nCache-Control: max-age=60\nContent-Length: 2\n\nok");
            at(host, "GET", path);
            getUntilHitAt(host, path);
        }
        // A path alone is the origin's, and becomes the proxy's on its way; with a host it is as clients know it.
        String named = field.endsWith(" ") ? field + path : field + proxy().contextPath() + path;
        origin().answer("HTTP/1.1 201 Created\n" + named + "\nContent-Length: 2\n\nno");

        at("a.test", "POST", newPath());

        assertThat(at("b.test", "GET", path).value("X-Cache")).hasValue("HIT");
        assertThat(at("a.test", "GET", path).value("X-Cache")).hasValue("MISS");
    }

    private RawResponse getUntilHitAt(String host, String path) {
        return Awaitility.await().until(() -> at(host, "GET", path), Wire::isHit);
    }

    private RawResponse at(String host, String method, String path) {
        return exchange(method + " " + proxy().contextPath() + path + " HTTP/1.1\nHost: " + host
                + (method.equals("POST") ? "\nContent-Length: 0" : ""));
    }
}
