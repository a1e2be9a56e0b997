package io.freshet.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.freshet.config.ConfigException;
import io.freshet.proxy.InvalidTargetException;
import io.freshet.proxy.Operations;
import io.freshet.store.PurgeMode;
import io.freshet.testing.RawClient;
import io.freshet.testing.RawOrigin;
import io.freshet.testing.RawResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the rules and origins of a configuration file do to real requests. */
class RulesTest {

    @TempDir
    Path directory = Path.of("");

    private RawOrigin origin;
    private RawOrigin other;
    private Optional<StandaloneUnderTest> running = Optional.empty();
    private Path file = Path.of("");

    @BeforeEach
    void begin() {
        file = directory.resolve("freshet.yaml");
        origin = RawOrigin.start();
        other = RawOrigin.start();
        says(origin, "Cache-Control: max-age=60", "one");
        says(other, "Cache-Control: max-age=60", "two");
    }

    @AfterEach
    void end() throws IOException {
        running.ifPresent(StandaloneUnderTest::close);
        origin.close();
        other.close();
    }

    private static void says(RawOrigin origin, String fields, String content) {
        origin.answer("HTTP/1.1 200 OK\n" + fields + "\nContent-Length: " + content.length() + "\n\n" + content);
    }

    private void start(String... lines) throws ConfigException, IOException {
        write(lines);
        restart(Map.of("config", file.toString(), "store", "memory", "purge-from", "127.0.0.0/8"));
    }

    private void restart(Map<String, String> options) throws ConfigException, IOException {
        running.ifPresent(StandaloneUnderTest::close);
        running = Optional.of(StandaloneUnderTest.start(origin.uri(), options));
    }

    private StandaloneUnderTest proxy() {
        return running.orElseThrow();
    }

    private void write(String... lines) throws IOException {
        Files.writeString(file, String.join("\n", lines) + "\n");
    }

    private RawResponse get(String path, String... fields) {
        return send("GET", path, fields);
    }

    private RawResponse send(String method, String path, String... fields) {
        try (RawClient client = RawClient.connect(proxy().port())) {
            String more = fields.length == 0 ? "" : "\n" + String.join("\n", fields);
            return client.send(method + " " + path + " HTTP/1.1\nHost: site.example\nConnection: close" + more)
                    .read();
        }
    }

    private static String status(RawResponse response) {
        return response.value("Cache-Status").orElse("");
    }

    @Test
    void a_rule_of_ones_own_is_told_loudly_where_it_overrides_the_origin() throws Exception {
        says(origin, "Cache-Control: no-store, max-age=1", "one");
        start("rules:", "- name: keep", "  when: {path: /a/*}", "  then: {ttl: 1h, ignore: [no-store]}");

        assertThat(status(get("/a/x"))).contains("stored").contains("detail=\"rule keep ignores no-store\"");
        RawResponse hit = get("/a/x");
        assertThat(status(hit)).contains("hit; ttl=3").contains("rule keep ignores no-store");
        assertThat(hit.value("Cache-Control")).hasValue("no-store, max-age=1");
        assertThat(status(get("/b"))).contains("detail=no-store");
        assertThat(status(get("/%61/x"))).as("another spelling of the path").contains("rule keep ignores");
    }

    /** These names once carried what rules say within a stored head. What an origin sends under them is an unknown field. */
    @Test
    void fields_with_names_that_were_this_caches_own_are_the_origins() throws Exception {
        String directed = "max-age=999, freshet-share, freshet-tags=\"t\"";
        says(origin, "Cache-Control: max-age=60\nFreshet-Directed: " + directed + "\nFreshet-Made-Of: it", "one");
        start("rules:", "- when: {path: /ruled}", "  then: {ttl: 1h}");

        for (String path : List.of("/plain", "/ruled")) {
            for (String cache : List.of("MISS", "HIT")) {
                RawResponse response = get(path);
                assertThat(response.value("X-Cache")).as(path).hasValue(cache);
                assertThat(response.value("Freshet-Directed")).as(path).hasValue(directed);
                assertThat(response.value("Freshet-Made-Of")).as(path).hasValue("it");
            }
        }
        assertThat(status(get("/plain"))).containsPattern("hit; ttl=(60|59|58|57)");
        assertThat(status(get("/ruled"))).containsPattern("hit; ttl=3[56]");
        proxy().freshet().operations().purgeTag("t", PurgeMode.HARD);
        assertThat(get("/plain").value("X-Cache")).as("no tag of an operator").hasValue("HIT");
    }

    /** RFC 9111 §5.2.2.7: {@code private} names fields that are not stored; what a rule says is no field. */
    @ParameterizedTest
    @ValueSource(strings = {"private", "no-cache"})
    void an_origin_does_not_take_away_what_a_rule_says(String directive) throws Exception {
        says(origin, "Cache-Control: max-age=7, " + directive + "=\"freshet-directed, freshet-made-of\"", "one");
        start("rules:", "- when: {path: /*}", "  then: {ttl: 1h, tags: [t]}");

        get("/x");
        assertThat(status(get("/x"))).containsPattern("hit; ttl=3[56]");
        proxy().freshet().operations().purgeTag("t", PurgeMode.HARD);
        assertThat(get("/x").value("X-Cache")).hasValue("MISS");
    }

    @Test
    void what_is_bypassed_is_neither_stored_nor_answered_from_the_store() throws Exception {
        start(
                "rules:",
                "- when: {cookie: {session: '*'}}",
                "  then: {bypass: true}",
                "- when: {status: 404}",
                "  then: {bypass: true}");

        assertThat(status(get("/x"))).contains("stored");
        assertThat(get("/x").value("X-Cache")).hasValue("HIT");
        assertThat(status(get("/x", "Cookie: a=b; session=1"))).contains("fwd=bypass");
        assertThat(get("/x").value("X-Cache")).as("alike but for the cookie").hasValue("HIT");
        origin.answer("HTTP/1.1 404 Not Found\nCache-Control: max-age=60\nContent-Length: 0\n");
        assertThat(status(get("/404"))).contains("detail=bypass");
    }

    /** Of a path that another server would read as one of another rule, nothing is stored, and nothing stored is given. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "//account",
                "/x//account",
                "/static%2f%2faccount",
                "/account;x.css",
                "/account%3Bx.css",
                "/static/../account",
                "/account/../static/x",
                "/static;x/y",
                "//static/x"
            })
    void a_path_that_leads_to_other_rules_for_other_servers_is_bypassed(String path) throws Exception {
        says(origin, "X: 1", "one");
        start(
                "rules:",
                "- when: {path: [/static/*, '*.css']}",
                "  then: {ttl: 1d}",
                "- when: {path: ['/account*', '/x/account*', '/static/account*', '/static//account']}",
                "  then: {bypass: true}");

        assertThat(status(get("/static/x"))).contains("stored");
        assertThat(status(get(path, "Cookie: session=alice"))).contains("fwd=bypass");
        assertThat(status(get(path))).contains("fwd=bypass");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/static/..%2faccount",
                "/static//../account",
                "/static/..;/account",
                "/static/%2e%2e/account",
                "/static/..%5caccount"
            })
    void a_path_in_which_servers_see_different_dot_segments_is_refused(String path) throws Exception {
        start("rules:", "- when: {path: /static/*}", "  then: {ttl: 1d}");

        assertThat(get(path).status()).isEqualTo(400);
        assertThat(origin.requests()).isEmpty();
    }

    @Test
    void a_pattern_of_a_path_may_be_spelt_as_clients_spell_it() throws Exception {
        start("rules:", "- when: {path: '/caf%c3%a9/%7Eme'}", "  then: {bypass: true}");

        assertThat(status(get("/caf%C3%A9/~me"))).contains("fwd=bypass");
        assertThat(status(get("/caf%c3%a9/%7eme"))).contains("fwd=bypass");
    }

    /** As WordPress calls its cookies; a hit that is kept ready does not get by the rule, either. */
    @Test
    void names_of_cookies_and_fields_are_patterns() throws Exception {
        start(
                "rules:",
                "- when: {cookie: {'wordpress_logged_in_*': '*'}}",
                "  then: {bypass: true}",
                "- when: {cookie: {'cart_*': '[1-9]'}}",
                "  then: {bypass: true}",
                "- when: {header: {'X-Auth-*': 'u*'}}",
                "  then: {bypass: true}");

        assertThat(status(get("/x"))).contains("stored");
        for (int i = 0; i < 3; i++) {
            assertThat(get("/x").value("X-Cache")).hasValue("HIT");
            assertThat(status(get("/x", "Cookie: a=b; wordpress_logged_in_5f2=alice")))
                    .contains("fwd=bypass");
            assertThat(status(get("/x", "X-AUTH-user: u1"))).contains("fwd=bypass");
            assertThat(status(get("/x", "X-Auth-A: v", "x-auth-b: u")))
                    .as("one of several")
                    .contains("fwd=bypass");
            assertThat(get("/x", "X-Auth-User: v1").value("X-Cache")).hasValue("HIT");
            assertThat(get("/x", "Cookie: wordpress_test=1").value("X-Cache")).hasValue("HIT");
            assertThat(get("/x", "Cookie: cart_1=2").value("X-Cache"))
                    .as("a pattern is no regular expression")
                    .hasValue("HIT");
        }
    }

    /** Parameter cloaking: what is no part of the key carries nothing that is. */
    @Test
    void what_is_ignored_in_a_query_is_what_the_origin_ignores() throws Exception {
        start(
                "ignore-query: [utm_*]",
                "rules:",
                "- when: {path: /k}",
                "  then: {key: {keep-query: id}}",
                "- when: {path: /s}",
                "  then: {key: {sort-query: true}}");

        assertThat(get("/x?a=1&utm_x=1;a=evil").value("X-Cache")).hasValue("MISS");
        assertThat(get("/x?a=1").value("X-Cache")).hasValue("MISS");
        assertThat(get("/x?utm_x=2&a=1").value("X-Cache")).hasValue("HIT");
        assertThat(get("/k?x=1;id=evil").value("X-Cache")).hasValue("MISS");
        assertThat(get("/k?id[]=evil").value("X-Cache")).hasValue("MISS");
        assertThat(get("/k").value("X-Cache")).hasValue("MISS");
        assertThat(get("/k?x=2").value("X-Cache")).hasValue("HIT");
        assertThat(get("/s?b=3&a=2&a=1").value("X-Cache")).hasValue("MISS");
        assertThat(get("/s?a=1&a=2&b=3").value("X-Cache")).hasValue("MISS");
        assertThat(get("/s?a=2&b=3&a=1").value("X-Cache")).hasValue("HIT");
    }

    @Test
    void the_key_is_what_the_rules_make_it() throws Exception {
        start(
                "rules:",
                "- when: {path: /d}",
                "  then: {key: {drop-query: [utm_*], sort-query: true, ignore-case: true}}",
                "- when: {path: /k}",
                "  then: {key: {keep-query: id}}",
                "- when: {path: /h}",
                "  then: {key: {headers: X-Device, cookie: variant}}");

        assertThat(get("/d?b=1&a=2&utm_x=3").value("X-Cache")).hasValue("MISS");
        assertThat(get("/d?utm_y=9&A=2&B=1").value("X-Cache")).hasValue("HIT");
        assertThat(get("/d?a=1&b=2").value("X-Cache")).hasValue("MISS");
        assertThat(get("/k?id=1&x=1").value("X-Cache")).hasValue("MISS");
        assertThat(get("/k?y=2&id=1").value("X-Cache")).hasValue("HIT");
        assertThat(get("/h", "X-Device: a").value("X-Cache")).hasValue("MISS");
        assertThat(get("/h", "X-Device: b").value("X-Cache")).hasValue("MISS");
        assertThat(get("/h", "X-Device: a", "Cookie: variant=2").value("X-Cache"))
                .hasValue("MISS");
        assertThat(get("/h", "X-Device: a").value("X-Cache")).hasValue("HIT");
        assertThat(get("/h", "X-Device: a", "Cookie: variant=2").value("X-Cache"))
                .hasValue("HIT");

        assertThat(send("PURGE", "/h").status()).isEqualTo(200);

        assertThat(get("/h", "X-Device: a").value("X-Cache"))
                .as("one purge for all keys")
                .hasValue("MISS");
        assertThat(get("/h", "X-Device: b").value("X-Cache")).hasValue("MISS");
    }

    @Test
    void cookies_and_fields_are_dropped_and_set() throws Exception {
        says(origin, "Cache-Control: max-age=60\nSet-Cookie: a=b\nServer: x", "one");
        start(
                "rules:",
                "- then:",
                "    drop-cookies: [_ga*, track]",
                "    drop-set-cookie: true",
                "    request-headers: {set: {X-From: freshet}, remove: [X-Debug]}",
                "    response-headers: {set: {X-Who: me}, remove: Server}");

        RawResponse miss = get("/x", "Cookie: _ga1=1; keep=2; track=3", "X-Debug: 1");

        assertThat(origin.request().value("Cookie")).hasValue("keep=2");
        assertThat(origin.request().value("X-From")).hasValue("freshet");
        assertThat(origin.request().value("X-Debug")).isEmpty();
        for (RawResponse response : new RawResponse[] {miss, get("/x")}) {
            assertThat(response.value("Set-Cookie")).isEmpty();
            assertThat(response.value("Server")).isEmpty();
            assertThat(response.value("X-Who")).hasValue("me");
        }
        assertThat(get("/x").value("X-Cache")).hasValue("HIT");
    }

    @Test
    void a_rule_chooses_the_origin_and_its_links_come_back() throws Exception {
        other.answer("HTTP/1.1 302 Found\nLocation: " + other.uri() + "/base/next\nContent-Length: 0\n");
        start(
                "origins:",
                "  images: {url: '" + other.uri() + "/base'}",
                "rules:",
                "- when: {path: /img/*}",
                "  then: {origin: images}");

        assertThat(get("/x").text()).isEqualTo("one");
        assertThat(get("/img/1").value("Location")).hasValue("/next");
        assertThat(other.request().target()).isEqualTo("/base/img/1");
    }

    @Test
    void the_last_rule_counts() throws Exception {
        says(origin, "Cache-Control: no-store\nSet-Cookie: a=b", "one");
        start(
                "rules:",
                "- then: {drop-set-cookie: true, request-headers: {set: {X-Secret: s}}, response-headers: {set: {X-Who: me}}}",
                "- when: {path: /login, method: GET}",
                "  then: {drop-set-cookie: false, request-headers: {remove: x-secret}, response-headers: {remove: x-who}}");

        RawResponse response = get("/login");

        assertThat(response.value("Set-Cookie")).hasValue("a=b");
        assertThat(response.value("X-Who")).isEmpty();
        assertThat(origin.request().value("X-Secret")).isEmpty();
        assertThat(send("HEAD", "/login").value("Set-Cookie"))
                .as("what a GET finds")
                .hasValue("a=b");
    }

    @Test
    void two_origins_of_one_name_share_nothing() throws Exception {
        start(
                "origins:",
                "  beta: {url: '" + origin.uri() + "', addresses: ['" + other.uri() + "']}",
                "rules:",
                "- when: {cookie: {beta: '1'}}",
                "  then: {origin: beta}");

        assertThat(get("/x", "Cookie: beta=1").text()).isEqualTo("two");
        assertThat(get("/x").text()).isEqualTo("one");
        assertThat(get("/x", "Cookie: beta=1").value("X-Cache")).hasValue("HIT");
        assertThat(get("/x", "Cookie: beta=0; beta=1").text()).isEqualTo("two");
    }

    @Test
    void a_confirmation_sets_no_cookie_where_none_is_to_be_set() throws Exception {
        says(origin, "Cache-Control: max-age=0\nETag: \"e\"", "one");
        start("rules:", "- then: {drop-set-cookie: true}");
        get("/x");
        origin.answer(exchange -> exchange.send("HTTP/1.1 304 Not Modified\nETag: \"e\"\nSet-Cookie: s=1"));

        RawResponse response = get("/x");

        assertThat(status(response)).contains("fwd-status=304");
        assertThat(response.value("Set-Cookie")).isEmpty();
    }

    @Test
    void several_addresses_take_turns_and_what_one_does_not_answer_the_next_does() throws Exception {
        says(origin, "Cache-Control: no-store", "one");
        says(other, "Cache-Control: no-store", "two");
        start(
                "origins:",
                "  default:",
                "    addresses: ['" + origin.uri() + "', '" + other.uri() + "']",
                "    max-fails: 2",
                "    fail-timeout: 1h");

        assertThat(IntStream.range(0, 6).mapToObj(i -> get("/x").text()))
                .containsExactlyInAnyOrder("one", "one", "one", "two", "two", "two");
        assertThat(other.request().value("Host")).hasValue(origin.authority());

        other.refuse();
        assertThat(IntStream.range(0, 10).mapToObj(i -> get("/x").text())).containsOnly("one");
        origin.forgetRequests();
        assertThat(send("POST", "/x", "Content-Length: 0").status()).isEqualTo(200);
    }

    @Test
    void a_sick_origin_is_not_asked_and_what_is_stale_stands_in() throws Exception {
        says(origin, "Cache-Control: max-age=0, stale-if-error=600\nETag: \"e\"", "one");
        start(
                "origins:",
                "  default:",
                "    health: {path: /up, interval: 20ms, timeout: 1s, unhealthy-after: 2, healthy-after: 1}");
        assertThat(get("/x").text()).isEqualTo("one");

        origin.answer("HTTP/1.1 503 Down\nContent-Length: 0\n");
        await().untilAsserted(() -> assertThat(status(get("/y"))).contains("detail=origin-unhealthy"));
        origin.forgetRequests();

        RawResponse stale = get("/x");
        assertThat(stale.text()).isEqualTo("one");
        assertThat(status(stale)).contains("detail=stale-if-error");
        RawResponse none = get("/y");
        assertThat(none.status()).isEqualTo(503);
        assertThat(none.value("Retry-After")).hasValue("1");
        assertThat(origin.requests()).allMatch(request -> request.target().equals("/up"));

        says(origin, "Cache-Control: max-age=0", "well");
        await().untilAsserted(() -> assertThat(get("/y").text()).isEqualTo("well"));
    }

    @Test
    void a_reload_takes_the_whole_file_or_nothing() throws Exception {
        start("rules:", "- then: {ttl: 1h}");
        assertThat(status(get("/x"))).contains("stored");
        assertThat(status(get("/x"))).contains("ttl=3");

        write("rules:", "- then: {bypass: true}");
        proxy().freshet().reload();
        assertThat(status(get("/x"))).as("not what was ready before").contains("fwd=bypass");

        write("rules:", "- then: {bypass: perhaps}");
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> proxy().freshet().reload())
                .withMessage(file + ":2: rules[0].then.bypass must be true or false, not \"perhaps\".");
        assertThat(status(get("/x"))).contains("fwd=bypass");

        write("memory: 1m", "client-timeout: 5s");
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> proxy().freshet().reload())
                .withMessageStartingWith("Nothing was changed: memory, client-timeout need a restart");
        assertThat(status(get("/x"))).contains("fwd=bypass");
    }

    @Test
    void a_purge_is_for_those_who_may() throws Exception {
        start("ttl: 1h");
        get("/x");

        assertThat(send("PURGE", "/x").status()).isEqualTo(200);
        assertThat(get("/x").value("X-Cache")).hasValue("MISS");
        restart(Map.of("store", "memory", "purge-from", "10.0.0.0/8"));
        origin.forgetRequests();

        assertThat(send("PURGE", "/x").status()).isEqualTo(405);
        assertThat(origin.requests()).isEmpty();
    }

    private interface Purge {
        void by(Operations operations) throws InvalidTargetException;
    }

    static Stream<Arguments> softly() {
        Purge url = operations -> operations.purge("http://site.example/x", PurgeMode.SOFT);
        Purge tag = operations -> operations.purgeTag("t", PurgeMode.SOFT);
        Purge prefix = operations -> operations.purgePrefix("http://site.example/", PurgeMode.SOFT);
        return Stream.of(arguments("url", url), arguments("tag", tag), arguments("prefix", prefix));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("softly")
    void what_is_made_stale_answers_while_it_is_fetched_again(String name, Purge purge) throws Exception {
        says(origin, "Cache-Control: max-age=60\nCache-Tag: t", "one");
        start("ttl: 1h");
        get("/x");
        assertThat(get("/x").value("X-Cache")).hasValue("HIT");
        says(origin, "Cache-Control: max-age=60", "new");

        purge.by(proxy().freshet().operations());

        RawResponse stale = get("/x");
        assertThat(stale.text()).isEqualTo("one");
        assertThat(status(stale)).contains("stale-while-revalidate");
        await().atMost(Duration.ofSeconds(5))
                .untilAsserted(() -> assertThat(get("/x").text()).isEqualTo("new"));
        assertThat(status(get("/x"))).as("it is fresh").contains("hit").doesNotContain("stale");
    }

    /** {@code min-fresh} lets nothing answer before the origin has been asked. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("softly")
    void what_is_made_stale_answers_for_an_origin_that_fails(String name, Purge purge) throws Exception {
        says(origin, "Cache-Control: max-age=60\nCache-Tag: t", "one");
        start("ttl: 1h");
        get("/x");
        origin.answer("HTTP/1.1 503 Service Unavailable\nContent-Length: 0");

        purge.by(proxy().freshet().operations());

        RawResponse stale = get("/x", "Cache-Control: min-fresh=1");
        assertThat(stale.text()).isEqualTo("one");
        assertThat(status(stale)).contains("fwd=stale").contains("fwd-status=503");
    }

    /** The fast path answers it. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("softly")
    void what_is_made_stale_is_there_for_who_takes_what_is_stale(String name, Purge purge) throws Exception {
        says(origin, "Cache-Control: max-age=60\nCache-Tag: t", "one");
        start("ttl: 1h");
        get("/x");
        purge.by(proxy().freshet().operations());

        for (int i = 0; i < 3; i++) {
            RawResponse stale = get("/x", "Cache-Control: max-stale=60");
            assertThat(stale.text()).isEqualTo("one");
            assertThat(status(stale)).contains("hit").contains("detail=request-max-stale");
        }
        assertThat(origin.requests()).hasSize(1);
    }

    @Test
    void a_soft_purge_of_a_url_is_for_its_host_alone_and_for_what_its_key_leaves_out() throws Exception {
        start("ignore-query: [utm_*]");
        get("/x?utm_a=1");
        send("GET", "/x", "X-Other: 1");
        try (RawClient client = RawClient.connect(proxy().port())) {
            client.send("GET /x HTTP/1.1\nHost: other.example\nConnection: close")
                    .read();
        }

        proxy().freshet().operations().purge("http://site.example/x", PurgeMode.SOFT);

        assertThat(status(get("/x?utm_b=2"))).contains("stale-while-revalidate");
        try (RawClient client = RawClient.connect(proxy().port())) {
            RawResponse other = client.send("GET /x HTTP/1.1\nHost: other.example\nConnection: close")
                    .read();
            assertThat(status(other)).contains("hit").doesNotContain("stale");
        }
    }

    /** Its key has something of the request in it that a purge does not tell. */
    @Test
    void what_is_stored_under_several_keys_is_made_stale_under_each() throws Exception {
        start("rules:", "- then: {key: {headers: [X-Kind]}}");
        get("/x", "X-Kind: a");
        get("/x", "X-Kind: b");
        says(origin, "Cache-Control: max-age=60", "new");

        proxy().freshet().operations().purge("http://site.example/x", PurgeMode.SOFT);

        for (String kind : List.of("X-Kind: a", "X-Kind: b")) {
            assertThat(status(get("/x", kind))).contains("stale-while-revalidate");
        }
    }

    @Test
    void rules_hold_after_a_confirmation_as_well() throws Exception {
        says(origin, "Cache-Control: no-store\nETag: \"e\"", "one");
        start("rules:", "- name: keep", "  then: {ttl: 1s, ignore: [no-store], tags: [t]}");
        get("/x");
        origin.answer(exchange -> exchange.send("HTTP/1.1 304 Not Modified\nETag: \"e\"\nCache-Control: no-store"));

        await().untilAsserted(() -> assertThat(status(get("/x"))).contains("fwd-status=304"));

        assertThat(status(get("/x"))).contains("hit").contains("rule keep ignores no-store");
        proxy().freshet().operations().purgeTag("t", PurgeMode.HARD);
        says(origin, "Cache-Control: no-store\nETag: \"f\"", "new");
        assertThat(get("/x").text()).isEqualTo("new");
    }
}
