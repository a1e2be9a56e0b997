package io.freshet.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import io.freshet.http.ByteRange;
import io.freshet.http.Heads;
import io.freshet.http.RequestHead;
import io.freshet.http.ResponseHead;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Sections are those of RFC 9110. */
class RangeAnswerTest {

    private static final OptionalLong TEN = OptionalLong.of(10);
    private static final String SETTLED_DATE = At.date(-3600);

    private static final ResponseHead RESPONSE = Heads.ok(
            "ETag: \"v\"",
            "Last-Modified: " + SETTLED_DATE,
            "Date: " + At.date(0),
            "Content-Type: text/x",
            "Content-Length: 10",
            "Content-Digest: sha-256=:AA==:",
            "Content-MD5: AA==",
            "Repr-Digest: sha-256=:BB==:",
            "Trailer: X-T",
            "X-Own: 1");

    @ParameterizedTest(name = "{argumentSetName}")
    @MethodSource("kinds")
    void answers_with(RequestHead request, ResponseHead response, Class<? extends RangeAnswer> kind) {
        assertThat(RangeAnswer.of(request, response, TEN, "B")).isInstanceOf(kind);
    }

    static Stream<Arguments> kinds() {
        Class<?> whole = RangeAnswer.Whole.class;
        Class<?> part = RangeAnswer.Part.class;
        ResponseHead weak = Heads.ok("ETag: W/\"v\"", "Date: " + At.date(0), "Last-Modified: " + SETTLED_DATE);
        ResponseHead dated = Heads.ok("Date: " + At.date(0), "Last-Modified: " + SETTLED_DATE);
        ResponseHead justMade = Heads.ok("Date: " + At.date(0), "Last-Modified: " + At.date(-59));
        ResponseHead aMinuteOld = Heads.ok("Date: " + At.date(0), "Last-Modified: " + At.date(-60));
        ResponseHead undated = Heads.ok("Last-Modified: " + SETTLED_DATE);
        return Stream.of(
                argumentSet("§14.2: no Range", Heads.get(), RESPONSE, whole),
                argumentSet("§14.2: a Range", ranged("0-1"), RESPONSE, part),
                argumentSet("§14.2: malformed", ranged("x"), RESPONSE, whole),
                argumentSet("§14.2: only GET", Heads.request("HEAD", "Range: bytes=0-1"), RESPONSE, whole),
                argumentSet("§14.2: only of a 200", ranged("0-1"), Heads.response(404, "ETag: \"v\""), whole),
                argumentSet("§15.5.17: nothing of it", ranged("10-"), RESPONSE, RangeAnswer.NotSatisfiable.class),
                argumentSet("§15.3.7.2: several", ranged("0-1,4-5"), RESPONSE, RangeAnswer.Parts.class),
                argumentSet("§14.2: several that touch", ranged("0-1,2-3"), RESPONSE, part),
                argumentSet("§17.15: more than all", ranged("0-,0-"), RESPONSE, whole),
                argumentSet(
                        "§8.4: several of what is coded", ranged("0-1,4-5"), Heads.ok("Content-Encoding: gzip"), whole),
                argumentSet("§14.1.2: one of what is coded", ranged("0-1"), Heads.ok("Content-Encoding: gzip"), part),
                argumentSet("§13.1.5: the same tag", ranged("0-1", "\"v\""), RESPONSE, part),
                argumentSet("§13.1.5: another tag", ranged("0-1", "\"w\""), RESPONSE, whole),
                argumentSet("§13.1.5: another tag, nothing of it", ranged("10-", "\"w\""), RESPONSE, whole),
                argumentSet("§13.1.5: a weak tag", ranged("0-1", "W/\"v\""), weak, whole),
                argumentSet("§13.1.5: strong for weak", ranged("0-1", "\"v\""), weak, whole),
                argumentSet("§13.1.5: weak for strong", ranged("0-1", "W/\"v\""), RESPONSE, whole),
                argumentSet("§13.1.5: the same date", ranged("0-1", SETTLED_DATE), dated, part),
                argumentSet("§13.1.5: a date beside a tag", ranged("0-1", SETTLED_DATE), RESPONSE, whole),
                argumentSet("§13.1.5: a later date", ranged("0-1", At.date(0)), dated, whole),
                argumentSet("§8.8.2.2: a date not settled", ranged("0-1", At.date(-59)), justMade, whole),
                argumentSet("§8.8.2.2: a date just settled", ranged("0-1", At.date(-60)), aMinuteOld, part),
                argumentSet("§8.8.2.2: nobody knows how old", ranged("0-1", SETTLED_DATE), undated, whole),
                argumentSet("§13.1.5: nonsense", ranged("0-1", "v"), RESPONSE, whole),
                argumentSet("§13.1.5: nothing to compare with", ranged("0-1", "\"v\""), Heads.ok(), whole));
    }

    @Test
    void one_range_is_described_by_its_head() {
        RangeAnswer.Part part = (RangeAnswer.Part) RangeAnswer.of(ranged("2-4"), RESPONSE, TEN, "B");

        assertThat(part.range()).isEqualTo(new ByteRange(2, 4));
        assertThat(part.head())
                .isEqualTo(Heads.response(
                        206,
                        "ETag: \"v\"",
                        "Last-Modified: " + SETTLED_DATE,
                        "Date: " + At.date(0),
                        "Content-Type: text/x",
                        "Content-Length: 3",
                        "Repr-Digest: sha-256=:BB==:",
                        "X-Own: 1",
                        "Content-Range: bytes 2-4/10"));
    }

    @Test
    void several_ranges_are_each_described_in_front_of_them() {
        RangeAnswer.Parts parts = (RangeAnswer.Parts) RangeAnswer.of(ranged("0-1,8-9"), RESPONSE, TEN, "B");

        String first = "--B\r\nContent-Type: text/x\r\nContent-Range: bytes 0-1/10\r\n\r\n";
        String second = "\r\n--B\r\nContent-Type: text/x\r\nContent-Range: bytes 8-9/10\r\n\r\n";
        assertThat(parts.sections())
                .containsExactly(
                        new RangeAnswer.Section(first, new ByteRange(0, 1)),
                        new RangeAnswer.Section(second, new ByteRange(8, 9)));
        assertThat(parts.end()).isEqualTo("\r\n--B--\r\n");
        assertThat(parts.head().status()).isEqualTo(206);
        assertThat(parts.head().fields().get("Content-Type")).isEqualTo("multipart/byteranges; boundary=B");
        assertThat(parts.head().fields().getLongField("Content-Length"))
                .isEqualTo(
                        first.length() + 2 + second.length() + 2 + parts.end().length());
        assertThat(parts.head().fields().contains("Content-Range")).isFalse();
        assertThat(parts.head().fields().contains("Content-Digest")).isFalse();
    }

    @Test
    void parts_of_what_has_no_type_have_none() {
        RangeAnswer.Parts parts = (RangeAnswer.Parts) RangeAnswer.of(ranged("0-1,8-9"), Heads.ok(), TEN, "B");

        assertThat(parts.sections().get(0).beginning()).isEqualTo("--B\r\nContent-Range: bytes 0-1/10\r\n\r\n");
    }

    @Test
    void a_416_describes_no_content() {
        RangeAnswer.NotSatisfiable none = (RangeAnswer.NotSatisfiable) RangeAnswer.of(
                ranged("10-"),
                Heads.ok(
                        "ETag: \"v\"",
                        "Last-Modified: " + SETTLED_DATE,
                        "Content-Type: text/x",
                        "Content-Encoding: gzip",
                        "Content-Language: de",
                        "Content-Length: 10",
                        "X-Own: 1"),
                TEN,
                "B");

        assertThat(none.head())
                .isEqualTo(Heads.response(416, "Content-Length: 0", "X-Own: 1", "Content-Range: bytes */10"));
    }

    @Test
    void without_a_length_one_range_with_both_ends_can_be_told() {
        RangeAnswer.Part part = (RangeAnswer.Part) RangeAnswer.of(ranged("2-4"), RESPONSE, OptionalLong.empty(), "B");
        assertThat(part.head().fields().get("Content-Range")).isEqualTo("bytes 2-4/*");

        assertThat(RangeAnswer.of(ranged("2-"), RESPONSE, OptionalLong.empty(), "B"))
                .isInstanceOf(RangeAnswer.Whole.class);
    }

    private static RequestHead ranged(String ranges) {
        return Heads.get("Range: bytes=" + ranges);
    }

    private static RequestHead ranged(String ranges, String ifRange) {
        return Heads.get("Range: bytes=" + ranges, "If-Range: " + ifRange);
    }
}
