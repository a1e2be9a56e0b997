package io.freshet.policy;

import static io.freshet.http.Heads.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import io.freshet.http.ContentCoding;
import io.freshet.http.RequestHead;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class CodingChoiceTest {

    private static final List<ContentCoding> BOTH = List.of(ContentCoding.BROTLI, ContentCoding.GZIP);

    @ParameterizedTest(name = "{argumentSetName}")
    @MethodSource
    void of_what_a_request_accepts_the_operators_favourite_is_taken(RequestHead request, String coding) {
        assertThat(CodingChoice.of(request, BOTH).map(ContentCoding::token).orElse("as it is"))
                .isEqualTo(coding);
    }

    static Stream<Arguments> of_what_a_request_accepts_the_operators_favourite_is_taken() {
        return Stream.of(
                argumentSet("RFC 9110 §12.5.3: no field", get(), "as it is"),
                argumentSet("RFC 9110 §12.5.3: an empty field", accept(""), "as it is"),
                argumentSet("RFC 9110 §12.5.3: one coding", accept("gzip"), "gzip"),
                argumentSet("RFC 9110 §8.4.1: codings in any case", accept("GZip"), "gzip"),
                argumentSet("RFC 9110 §8.4.1.3: x-gzip", accept("x-gzip"), "gzip"),
                argumentSet("RFC 9110 §8.4.1.3: x-gzip beside gzip", accept("x-gzip, gzip;q=0"), "as it is"),
                argumentSet("RFC 9110 §12.5.3: equal weights", accept("gzip, deflate, br, zstd"), "br"),
                argumentSet("RFC 9110 §12.4.2: the higher weight", accept("br;q=0.8, gzip"), "gzip"),
                argumentSet("RFC 9110 §12.4.2: a small weight is one", accept("gzip;q=0.001"), "gzip"),
                argumentSet("RFC 9110 §12.4.2: weight 0", accept("br;q=0, gzip"), "gzip"),
                argumentSet("RFC 9110 §12.4.2: weight 0 for all", accept("br;q=0.000, gzip;q=0"), "as it is"),
                argumentSet("RFC 9110 §12.5.3: unknown codings", accept("zstd, compress"), "as it is"),
                argumentSet("RFC 9110 §12.5.3: any", accept("*"), "br"),
                argumentSet("RFC 9110 §12.5.3: any but one", accept("*, br;q=0"), "gzip"),
                argumentSet("RFC 9110 §12.5.3: any, less than one", accept("gzip, *;q=0.5"), "gzip"),
                argumentSet("RFC 9110 §12.5.3: any, more than one", accept("br;q=0.1, *;q=0.5"), "gzip"),
                argumentSet("RFC 9110 §12.5.3: none", accept("*;q=0"), "as it is"),
                argumentSet("RFC 9110 §12.5.3: identity and nothing else", accept("identity;q=1, *;q=0"), "as it is"),
                argumentSet("RFC 9110 §12.5.3: identity first", accept("identity, gzip;q=0.5"), "as it is"),
                argumentSet("RFC 9110 §12.5.3: identity as well", accept("identity, gzip"), "gzip"),
                argumentSet("RFC 9110 §12.5.3: identity last", accept("identity;q=0.5, gzip"), "gzip"),
                argumentSet("RFC 9110 §12.5.3: not identity", accept("identity;q=0, gzip;q=0.2"), "gzip"),
                argumentSet("RFC 9110 §12.5.3: not identity, and nothing known", accept("identity;q=0"), "as it is"),
                argumentSet("RFC 9110 §5.3: two lines", get("Accept-Encoding: gzip", "Accept-Encoding: br"), "br"),
                argumentSet("RFC 9110 §12.4.2: no weight", accept("gzip;q=2"), "as it is"),
                argumentSet("RFC 9110 §12.4.2: two weights", accept("gzip;q=1, gzip;q=0"), "as it is"),
                argumentSet("RFC 9110 §5.6.2: no token", accept("gzip, \"br\""), "as it is"),
                argumentSet(
                        "RFC 9111 §5.2.1.6: no-transform",
                        get("Accept-Encoding: gzip", "Cache-Control: no-transform"),
                        "as it is"));
    }

    private static RequestHead accept(String value) {
        return get("Accept-Encoding: " + value);
    }

    @Test
    void what_is_not_offered_is_not_taken() {
        assertThat(CodingChoice.of(accept("br, gzip;q=0.1"), List.of(ContentCoding.GZIP)))
                .contains(ContentCoding.GZIP);
        assertThat(CodingChoice.of(accept("br, gzip"), List.of())).isEmpty();
    }
}
