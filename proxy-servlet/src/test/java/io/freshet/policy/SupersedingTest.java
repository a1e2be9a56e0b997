package io.freshet.policy;

import static io.freshet.http.Heads.get;
import static io.freshet.http.Heads.ok;
import static io.freshet.policy.Superseding.Effect.ENDS;
import static io.freshet.policy.Superseding.Effect.IN_DOUBT;
import static io.freshet.policy.Superseding.Effect.NONE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import io.freshet.http.RequestHead;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.eclipse.jetty.http.HttpFields;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** docs/decisions/0049. */
class SupersedingTest {

    private static final StoredHead FOR_ALL = At.stored(get(), ok("Cache-Control: max-age=60"));
    private static final StoredHead GZIP =
            At.stored(get("Accept-Encoding: gzip"), ok("Cache-Control: max-age=60", "Vary: Accept-Encoding"));

    private static Optional<RequestHead> own(RequestHead request, StoredHead stored) {
        return OwnRequest.of(request, stored, List.of(), UnaryOperator.identity());
    }

    @ParameterizedTest(name = "{argumentSetName}")
    @MethodSource("requests")
    void a_request_ends_what_is_stored_only_where_the_client_chose_nothing_the_origin_sees(
            RequestHead request, StoredHead stored, Superseding.Effect effect) {
        assertThat(Superseding.byClient(request, own(request, stored), 404)).isEqualTo(effect);
    }

    static Stream<Arguments> requests() {
        return Stream.of(
                argumentSet("RFC 9111 §4.3.3: nothing of its own", get(), FOR_ALL, ENDS),
                argumentSet("RFC 9111 §5.2.1.4: a reload", get("Cache-Control: no-cache"), FOR_ALL, ENDS),
                argumentSet("RFC 9111 §5.2.1.1: a reload", get("Cache-Control: max-age=0"), FOR_ALL, ENDS),
                argumentSet("RFC 9111 §5.4: a reload", get("Pragma: no-cache"), FOR_ALL, ENDS),
                argumentSet("a directive that may mean anything", get("Cache-Control: <x>"), FOR_ALL, IN_DOUBT),
                argumentSet("RFC 9111 §4.3.2: conditions end at the cache", get("If-None-Match: \"x\""), FOR_ALL, ENDS),
                argumentSet("the way", get("X-Forwarded-For: 192.0.2.1", "Forwarded: for=x"), FOR_ALL, ENDS),
                argumentSet("the site", get("X-Forwarded-Host: a", "X-Forwarded-Proto: https"), FOR_ALL, ENDS),
                argumentSet("Accept: */*", get("Accept: */*"), FOR_ALL, ENDS),
                argumentSet("RFC 9110 §12.5.1: Accept", get("Accept: x/y"), FOR_ALL, IN_DOUBT),
                argumentSet("RFC 9110 §10.1.5: User-Agent", get("User-Agent: sqlmap"), FOR_ALL, IN_DOUBT),
                argumentSet("RFC 9110 §10.1.3: Referer", get("Referer: http://evil.test/"), FOR_ALL, IN_DOUBT),
                argumentSet("an unknown field", get("X-Odd: <script>"), FOR_ALL, IN_DOUBT),
                argumentSet("RFC 9111 §4.1: what it was selected by", get("Accept-Encoding: gzip"), GZIP, ENDS),
                argumentSet("the same in odd words", get("Accept-Encoding: gzip;q=1.000"), GZIP, IN_DOUBT),
                argumentSet("more than it was selected by", get("Accept-Encoding: gzip"), FOR_ALL, IN_DOUBT),
                argumentSet("RFC 6265 §5.4: a signed-in visitor", get("Cookie: s=1"), FOR_ALL, NONE),
                argumentSet("RFC 9111 §3.5: Authorization", get("Authorization: Basic eDp5"), FOR_ALL, NONE),
                argumentSet("RFC 9111 §5.2.1.5: no-store", get("Cache-Control: no-store"), FOR_ALL, NONE),
                argumentSet("RFC 9110 §14.2: Range", get("Range: bytes=0-1"), FOR_ALL, NONE),
                argumentSet("RFC 9110 §13.1.5: If-Range", get("If-Range: \"x\""), FOR_ALL, NONE),
                argumentSet("RFC 9110 §13.1.1: If-Match", get("If-Match: \"x\""), FOR_ALL, NONE),
                argumentSet(
                        "RFC 9110 §13.1.4: If-Unmodified-Since",
                        get("If-Unmodified-Since: Thu, 01 Jan 2026 00:00:00 GMT"),
                        FOR_ALL,
                        NONE),
                argumentSet(
                        "selected by what is concealed",
                        get("X-Tenant: a"),
                        At.stored(get("X-Tenant: a"), ok("Cache-Control: max-age=60", "Vary: X-Tenant")),
                        NONE));
    }

    /** RFC 9110 §15; RFC 7725 for 451, RFC 6585 for 428 to 431. */
    @ParameterizedTest
    @CsvSource({
        "200, ENDS,     IN_DOUBT, ENDS", "204, ENDS,     IN_DOUBT, ENDS", "206, IN_DOUBT, IN_DOUBT, NONE",
        "301, ENDS,     IN_DOUBT, ENDS", "302, IN_DOUBT, IN_DOUBT, ENDS", "303, IN_DOUBT, IN_DOUBT, ENDS",
        "304, ENDS,     IN_DOUBT, ENDS", "307, IN_DOUBT, IN_DOUBT, ENDS", "308, ENDS,     IN_DOUBT, ENDS",
        "400, IN_DOUBT, IN_DOUBT, NONE", "401, IN_DOUBT, IN_DOUBT, ENDS", "403, IN_DOUBT, IN_DOUBT, ENDS",
        "404, ENDS,     IN_DOUBT, ENDS", "405, IN_DOUBT, IN_DOUBT, NONE", "406, IN_DOUBT, IN_DOUBT, NONE",
        "410, ENDS,     IN_DOUBT, ENDS", "413, IN_DOUBT, IN_DOUBT, NONE", "414, IN_DOUBT, IN_DOUBT, NONE",
        "417, IN_DOUBT, IN_DOUBT, NONE", "429, IN_DOUBT, IN_DOUBT, NONE", "431, IN_DOUBT, IN_DOUBT, NONE",
        "451, IN_DOUBT, IN_DOUBT, ENDS", "500, NONE,     NONE,     NONE", "503, NONE,     NONE,     NONE"
    })
    void a_status_speaks_of_the_resource_of_the_client_or_of_the_request(
            int status, Superseding.Effect plain, Superseding.Effect odd, Superseding.Effect own) {
        RequestHead strange = get("X-Odd: 1");

        assertThat(Superseding.byClient(get(), own(get(), FOR_ALL), status)).isEqualTo(plain);
        assertThat(Superseding.byClient(strange, own(strange, FOR_ALL), status)).isEqualTo(odd);
        assertThat(Superseding.byOwn(status)).isEqualTo(own);
    }

    @Test
    void what_fails_for_a_refresh_with_a_clients_fields_may_not_fail_without_them() {
        assertThat(Superseding.byRefresh(get("X-Odd: 1"), own(get(), FOR_ALL), 500))
                .isEqualTo(IN_DOUBT);
        assertThat(Superseding.byRefresh(get("Cookie: s=1"), own(get(), FOR_ALL), 500))
                .isEqualTo(NONE);
    }

    @Test
    void the_caches_own_question_has_nothing_of_the_client() {
        RequestHead request = get(
                "Host: site.test",
                "X-Forwarded-For: 192.0.2.1",
                "X-Forwarded-Host: site.test",
                "X-Forwarded-Proto: https",
                "Forwarded: for=\"[2001:db8::1]\";host=site.test;proto=https",
                "Accept-Encoding: gzip;q=1",
                "User-Agent: odd",
                "X-Country: de",
                "X-Odd: 1");
        UnaryOperator<HttpFields> edit =
                fields -> HttpFields.build(fields).add("X-Key", "k").asImmutable();

        Optional<RequestHead> own = OwnRequest.of(request, GZIP, List.of("X-Country"), edit);

        assertThat(own.orElseThrow().fields().stream().map(Object::toString))
                .containsExactlyInAnyOrder(
                        "Host: site.test",
                        "X-Forwarded-Host: site.test",
                        "X-Forwarded-Proto: https",
                        "Forwarded: host=site.test;proto=https",
                        "User-Agent: Freshet",
                        "Accept: */*",
                        "X-Country: de",
                        "Accept-Encoding: gzip",
                        "X-Key: k");
    }

    @Test
    void the_content_of_a_query_is_not_kept() {
        RequestHead query = new RequestHead("QUERY", "http://origin.test/", HttpFields.EMPTY);

        assertThat(own(query, FOR_ALL)).isEmpty();
    }
}
