package io.freshet.policy;

import static io.freshet.http.Heads.fields;
import static io.freshet.http.Heads.ok;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import io.freshet.http.ContentCoding;
import io.freshet.http.ResponseHead;
import java.util.stream.Stream;
import org.eclipse.jetty.http.HttpFields;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class CodedHeadTest {

    @ParameterizedTest(name = "{argumentSetName}")
    @MethodSource
    void what_does_not_fit_coded_content_goes(ResponseHead source, HttpFields coded) {
        ResponseHead head = CodedHead.of(source, ContentCoding.BROTLI);

        assertThat(head.status()).isEqualTo(200);
        assertThat(head.fields()).containsExactlyInAnyOrderElementsOf(coded);
    }

    static Stream<Arguments> what_does_not_fit_coded_content_goes() {
        String vary = "Vary: Accept-Encoding";
        String coding = "Content-Encoding: br";
        return Stream.of(
                argumentSet("RFC 9110 §8.4, §12.5.5: coding and Vary", ok(), fields(vary, coding)),
                argumentSet("RFC 9110 §8.6: another length", ok("Content-Length: 9"), fields(vary, coding)),
                argumentSet(
                        "RFC 9110 §8.8.3.3: a strong tag becomes weak",
                        ok("ETag: \"a\""),
                        fields(vary, coding, "ETag: W/\"a\"")),
                argumentSet(
                        "RFC 9110 §8.8.3.3: a weak tag stays",
                        ok("ETag: W/\"a\""),
                        fields(vary, coding, "ETag: W/\"a\"")),
                argumentSet("RFC 9110 §8.8.3: what is no tag goes", ok("ETag: a"), fields(vary, coding)),
                argumentSet(
                        "RFC 9530 §2, §3; RFC 3230; RFC 1864: digests of the content as it was",
                        ok("Repr-Digest: a=:b:", "content-digest: a=:b:", "Digest: md5=x", "Content-MD5: x"),
                        fields(vary, coding)),
                argumentSet("RFC 9110 §14.3: ranges", ok("Accept-Ranges: bytes"), fields(vary, coding)),
                argumentSet(
                        "decision 0054: a date alone gives a weak tag that names the coding",
                        ok("Last-Modified: Thu, 01 Jan 1970 00:00:31 GMT"),
                        fields(vary, coding, "Last-Modified: Thu, 01 Jan 1970 00:00:31 GMT", "ETag: W/\"br-1f\"")),
                argumentSet(
                        "decision 0054: what is no date gives none",
                        ok("Last-Modified: yesterday"),
                        fields(vary, coding, "Last-Modified: yesterday")),
                argumentSet(
                        "the rest stays",
                        ok("Cache-Control: max-age=9", "Age: 3", "X: y"),
                        fields(vary, coding, "Cache-Control: max-age=9", "Age: 3", "X: y")));
    }

    @ParameterizedTest(name = "{argumentSetName}")
    @MethodSource
    void that_accept_encoding_decides_is_said_once(ResponseHead source, String vary) {
        assertThat(CodedHead.varied(source).fields().getValuesList("Vary")).containsExactly(vary);
    }

    static Stream<Arguments> that_accept_encoding_decides_is_said_once() {
        return Stream.of(
                argumentSet("RFC 9110 §12.5.5: no Vary", ok("ETag: \"a\""), "Accept-Encoding"),
                argumentSet("RFC 9110 §12.5.5: beside others", ok("Vary: Accept"), "Accept, Accept-Encoding"),
                argumentSet("RFC 9110 §12.5.5: two lines", ok("Vary: A", "Vary: B"), "A, B, Accept-Encoding"),
                argumentSet("RFC 9110 §12.5.5: there already", ok("Vary: A, accept-ENCODING"), "A, accept-ENCODING"));
    }
}
