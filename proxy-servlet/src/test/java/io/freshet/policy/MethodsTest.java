package io.freshet.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MethodsTest {

    @ParameterizedTest(name = "RFC 9110 §9.2.1, RFC 9111 §4: {0}: unsafe {1}, answerable {2}")
    @CsvSource({
        "GET, false, true",
        "HEAD, false, true",
        "QUERY, false, true",
        "OPTIONS, false, false",
        "TRACE, false, false",
        "POST, true, false",
        "PUT, true, false",
        "DELETE, true, false",
        "PATCH, true, false",
        "UNHEARD-OF, true, false",
        "get, true, false",
    })
    void methods(String method, boolean unsafe, boolean answerable) {
        assertThat(Methods.unsafe(method)).isEqualTo(unsafe);
        assertThat(Methods.answerable(method)).isEqualTo(answerable);
        assertThat(Methods.isGet(method)).isEqualTo(method.equals("GET"));
        assertThat(Methods.isQuery(method)).isEqualTo(method.equals("QUERY"));
    }

    @ParameterizedTest(name = "RFC 9110 §9.2.2 and its registry: {0}: safe {1}, idempotent {2}")
    @CsvSource({
        "GET, true, true",
        "QUERY, true, true",
        "PROPFIND, true, true",
        "REPORT, true, true",
        "SEARCH, true, true",
        "PUT, false, true",
        "DELETE, false, true",
        "MKCOL, false, true",
        "MOVE, false, true",
        "COPY, false, true",
        "PROPPATCH, false, true",
        "UNLOCK, false, true",
        "VERSION-CONTROL, false, true",
        "POST, false, false",
        "PATCH, false, false",
        "LOCK, false, false",
        "CONNECT, false, false",
        "put, false, false",
        "UNHEARD-OF, false, false",
    })
    void repetition(String method, boolean safe, boolean idempotent) {
        assertThat(Methods.unsafe(method)).isEqualTo(!safe);
        assertThat(Methods.idempotent(method)).isEqualTo(idempotent);
    }

    @Test
    void every_reason_names_its_clause_and_is_a_token() {
        Pattern clause = Pattern.compile("RFC [0-9]{4,5} §[0-9]+(\\.[0-9]+)*|Freshet(, cf\\. RFC .*)?");
        Pattern token = Pattern.compile("[a-z][a-z0-9-]*");

        assertThat(Arrays.stream(Reason.values()).map(Reason::clause)).allMatch(clause.asMatchPredicate());
        assertThat(Arrays.stream(Reason.values()).map(Reason::token))
                .allMatch(token.asMatchPredicate())
                .doesNotHaveDuplicates();
    }
}
