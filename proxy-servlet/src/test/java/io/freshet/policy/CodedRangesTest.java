package io.freshet.policy;

import static io.freshet.http.Heads.get;
import static io.freshet.http.Heads.ok;
import static io.freshet.http.Heads.request;
import static io.freshet.http.Heads.response;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import io.freshet.http.ContentCoding;
import io.freshet.http.MediaTypePatterns;
import io.freshet.http.RequestHead;
import io.freshet.http.ResponseHead;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class CodedRangesTest {

    private static final CompressionSettings GZIP = new CompressionSettings(
            List.of(ContentCoding.GZIP), 1000, 100_000, MediaTypePatterns.of(List.of("text/*")));
    private static final String RANGE = "Range: bytes=1-2";
    private static final String DATE = At.date(-3600);

    @ParameterizedTest(name = "{argumentSetName}")
    @MethodSource
    void a_range_counts_where_it_cannot_be_joined_to_coded_bytes(
            RequestHead request, ResponseHead response, boolean prefersCoding, boolean counts) {
        assertThat(CodedRanges.count(request, response, prefersCoding)).isEqualTo(counts);
    }

    static Stream<Arguments> a_range_counts_where_it_cannot_be_joined_to_coded_bytes() {
        ResponseHead strong = ok("ETag: \"a\"", "Last-Modified: " + DATE, "Date: " + At.date(0));
        ResponseHead weak = ok("ETag: W/\"a\"", "Last-Modified: " + DATE, "Date: " + At.date(0));
        ResponseHead dated = ok("Last-Modified: " + DATE, "Date: " + At.date(0));
        RequestHead byDate = get(RANGE, "If-Range: " + DATE);
        RequestHead unmodified = get(RANGE, "If-Unmodified-Since: " + DATE);
        return Stream.of(
                argumentSet("RFC 9110 §14.2: no range", get(), strong, true, false),
                argumentSet("RFC 9110 §14.2: a range", get(RANGE), strong, true, true),
                argumentSet("RFC 9110 §14.2: not to HEAD", request("HEAD", RANGE), strong, true, false),
                argumentSet("RFC 9110 §13.1.5: by tag", get(RANGE, "If-Range: \"a\""), strong, true, true),
                argumentSet("RFC 9110 §13.1.5: by another tag", get(RANGE, "If-Range: \"b\""), strong, true, true),
                argumentSet("RFC 9110 §13.1.5: by a weak tag", get(RANGE, "If-Range: W/\"a\""), strong, true, false),
                argumentSet("RFC 9110 §13.1.5: by date", byDate, strong, true, false),
                argumentSet("RFC 9110 §13.1.5: by date, of dated", byDate, dated, true, false),
                argumentSet("RFC 9110 §13.1.5: by date, wants it as it is now", byDate, dated, false, false),
                argumentSet("RFC 9110 §13.1.5: by date, of tagged, as it is", byDate, strong, false, false),
                argumentSet("RFC 9110 §13.1.5: by tag, as it is", get(RANGE, "If-Range: \"a\""), strong, false, true),
                argumentSet("RFC 9110 §13.1.4: unmodified since", unmodified, dated, true, false),
                argumentSet("RFC 9110 §13.1.4: unmodified since, as it is", unmodified, dated, false, false),
                argumentSet(
                        "RFC 9110 §13.2.2: If-Match counts before the date",
                        get(RANGE, "If-Match: \"a\"", "If-Unmodified-Since: " + DATE),
                        strong,
                        true,
                        true),
                argumentSet("RFC 9110 §15.3.7.3: both have the date", get(RANGE), dated, true, false),
                argumentSet("RFC 9110 §15.3.7.3: a weak tag", get(RANGE), weak, true, false),
                argumentSet("RFC 9110 §15.3.7.3: no validator", get(RANGE), ok(), true, false),
                argumentSet("RFC 9110 §14.2: a range, as it is", get(RANGE), dated, false, true));
    }

    @ParameterizedTest(name = "{argumentSetName}")
    @MethodSource
    void some_conditions_never_hold(RequestHead request, boolean never) {
        assertThat(CodedRanges.neverHolds(request)).isEqualTo(never);
    }

    static Stream<Arguments> some_conditions_never_hold() {
        return Stream.of(
                argumentSet("RFC 9110 §13.1.5: none", get(RANGE), false),
                argumentSet("RFC 9110 §13.1.5: a strong tag", get(RANGE, "If-Range: \"a\""), false),
                argumentSet("RFC 9110 §13.1.5: a weak tag", get(RANGE, "If-Range: W/\"a\""), true),
                argumentSet("RFC 9110 §13.1.5: a date", get(RANGE, "If-Range: " + DATE), false),
                argumentSet("RFC 9110 §13.1.5: neither", get(RANGE, "If-Range: a"), true),
                argumentSet("RFC 9110 §14.2: without a range", get("If-Range: W/\"a\""), false));
    }

    @ParameterizedTest(name = "{argumentSetName}")
    @MethodSource
    void a_part_of_what_may_be_compressed_is_known_by_what_it_says(boolean may, String... fields) {
        assertThat(CodedRanges.mayBeCoded(response(206, fields), GZIP, At.STRICT))
                .isEqualTo(may);
    }

    static Stream<Arguments> a_part_of_what_may_be_compressed_is_known_by_what_it_says() {
        String text = "Content-Type: text/html; charset=utf-8";
        String where = "Content-Range: bytes 1-2/5000";
        return Stream.of(
                argumentSet("a listed type", true, new String[] {text, where}),
                argumentSet("another type", false, new String[] {"Content-Type: image/png", where}),
                argumentSet("RFC 9110 §15.3.7: no type", true, new String[] {where}),
                argumentSet("RFC 9110 §14.6: several parts", true, new String[] {
                    "Content-Type: Multipart/ByteRanges; boundary=x"
                }),
                argumentSet("RFC 9110 §14.4: no length", true, new String[] {text, "Content-Range: bytes 1-2/*"}),
                argumentSet("too small", false, new String[] {text, "Content-Range: bytes 1-2/999"}),
                argumentSet("too large", false, new String[] {text, "Content-Range: bytes 1-2/100001"}),
                argumentSet("RFC 9111 §5.2.2.6", false, new String[] {text, where, "Cache-Control: no-transform"}),
                argumentSet("coded by its origin now", true, new String[] {text, where, "Content-Encoding: gzip"}));
    }

    @Test
    void without_compression_no_part_is_in_question() {
        assertThat(CodedRanges.mayBeCoded(response(206, "Content-Type: text/html"), CompressionSettings.OFF, At.STRICT))
                .isFalse();
    }
}
