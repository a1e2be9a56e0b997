package io.freshet.policy;

import static io.freshet.http.Heads.ok;
import static io.freshet.http.Heads.response;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import io.freshet.http.ContentCoding;
import io.freshet.http.MediaTypePatterns;
import io.freshet.http.ResponseHead;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class CompressibilityTest {

    private static final CompressionSettings SETTINGS = new CompressionSettings(
            List.of(ContentCoding.GZIP), 1000, 1 << 20, MediaTypePatterns.of(List.of("text/*")));

    private static final String TEXT = "Content-Type: text/html";

    @ParameterizedTest(name = "{argumentSetName}")
    @MethodSource
    void each_refusal_has_its_reason(ResponseHead response, OptionalLong length, Reason reason) {
        assertThat(Compressibility.judge(response, length, SETTINGS, At.STRICT))
                .isEqualTo(new Verdict(reason == Reason.COMPRESSIBLE, reason));
    }

    static Stream<Arguments> each_refusal_has_its_reason() {
        OptionalLong enough = OptionalLong.of(1000);
        return Stream.of(
                argumentSet("a text that is long enough", ok(TEXT), enough, Reason.COMPRESSIBLE),
                argumentSet("too small", ok(TEXT), OptionalLong.of(999), Reason.TOO_SMALL),
                argumentSet("a length not known yet", ok(TEXT), OptionalLong.empty(), Reason.COMPRESSIBLE),
                argumentSet("another type", ok("Content-Type: image/png"), enough, Reason.TYPE_NOT_COMPRESSED),
                argumentSet("no type", ok(), enough, Reason.TYPE_NOT_COMPRESSED),
                argumentSet("RFC 9110 §15.5.5: not found", response(404, TEXT), enough, Reason.NOT_A_WHOLE_OK),
                argumentSet("RFC 9110 §15.3.7: a part", response(206, TEXT), enough, Reason.NOT_A_WHOLE_OK),
                argumentSet(
                        "RFC 9110 §8.4: coded already", ok(TEXT, "Content-Encoding: br"), enough, Reason.CODED_ALREADY),
                argumentSet(
                        "RFC 9110 §8.4: said to be coded",
                        ok(TEXT, "Content-Encoding: identity"),
                        enough,
                        Reason.CODED_ALREADY),
                argumentSet(
                        "RFC 9111 §5.2.2.6: no-transform",
                        ok(TEXT, "Cache-Control: max-age=9, No-Transform"),
                        enough,
                        Reason.NO_TRANSFORM),
                argumentSet(
                        "RFC 9213 §2.2: no-transform beside a targeted field",
                        ok(TEXT, "CDN-Cache-Control: max-age=9", "Cache-Control: no-transform"),
                        enough,
                        Reason.NO_TRANSFORM),
                argumentSet(
                        "RFC 9213 §2.2: no-transform in a targeted field",
                        ok(TEXT, "CDN-Cache-Control: max-age=9, no-transform", "Cache-Control: max-age=9"),
                        enough,
                        Reason.NO_TRANSFORM),
                argumentSet("a cookie", ok(TEXT, "Set-Cookie: a=b"), enough, Reason.SETS_COOKIE));
    }

    @Test
    void nothing_is_compressed_unless_the_operator_says_so() {
        assertThat(Compressibility.judge(ok(TEXT), OptionalLong.of(1 << 20), CompressionSettings.OFF, At.STRICT))
                .isEqualTo(Verdict.no(Reason.COMPRESSION_OFF));
    }
}
