package io.freshet.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.LongRange;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;

/** Whatever the text: no parser throws, and what was parsed reads the same when it is written and parsed again. */
class ParserPropertiesTest {

    private static final List<String> NAMES = List.of(
            "Accept",
            "Accept-Encoding",
            "Accept-Language",
            "Age",
            "Cache-Control",
            "Cache-Group-Invalidation",
            "Cache-Groups",
            "CDN-Cache-Control",
            "Connection",
            "Content-Range",
            "ETag",
            "Expires",
            "No-Vary-Search",
            "Pragma",
            "Range",
            "Surrogate-Control",
            "Vary");

    @Property
    void no_field_makes_a_parser_throw(@ForAll("values") List<String> values) {
        HttpFields.Mutable fields = HttpFields.build();
        NAMES.forEach(name -> values.forEach(value -> fields.add(new HttpField(name, value))));

        CacheControl.of(fields);
        CacheControl.targeted(fields, "CDN-Cache-Control");
        SurrogateControl.of(fields, "freshet");
        CacheGroups.of(fields);
        CacheGroups.invalidatedBy(fields);
        ContentRange.of(fields);
        ByteRanges.of(fields).ifPresent(ranges -> ranges.resolve(100));
        HopByHop.strip(fields);
        NAMES.forEach(name -> FieldValues.elements(fields, name));
    }

    @Property
    void no_text_makes_a_parser_throw(@ForAll("value") String text) {
        HttpDate.parse(text);
        DeltaSeconds.parse(text);
        EntityTag.parse(text);
        UriReference.parse("http://origin.test/a").resolve(UriReference.parse(text));
        Preferences.parse("accept-language", text).ifPresent(Preferences::first);
        ParameterPatterns.of(List.of("utm_*")).removeFrom("http://origin.test/a?" + text);
        NoVarySearch.of(Heads.fields("No-Vary-Search: " + text)).canonical(Optional.of(text));
    }

    @Property
    void a_date_reads_as_it_was_written(@ForAll @LongRange(min = 0, max = 250_000_000_000L) long seconds) {
        Instant date = Instant.ofEpochSecond(seconds);

        assertThat(HttpDate.parse(HttpDate.format(date))).contains(date);
    }

    @Property
    void a_tag_reads_as_it_was_written(@ForAll("value") String text) {
        EntityTag.parse(text)
                .ifPresent(tag -> assertThat(EntityTag.parse(tag.toString())).contains(tag));
    }

    @Property
    void a_content_range_reads_as_it_was_written(
            @ForAll @LongRange(min = 0, max = 999) long first,
            @ForAll @LongRange(min = 0, max = 999) long more,
            @ForAll @LongRange(min = 1, max = 999) long rest) {
        String written = "bytes " + first + '-' + (first + more) + '/' + (first + more + rest);

        assertThat(ContentRange.of(Heads.fields("Content-Range: " + written)).map(ContentRange::toString))
                .contains(written);
    }

    @Property
    void ranges_that_are_sent_are_there_and_touch_no_other(
            @ForAll("ranges") String ranges, @ForAll @LongRange(min = 0, max = 60) long length) {
        ByteRanges.of(Heads.fields("Range: bytes=" + ranges)).ifPresent(asked -> {
            List<ByteRange> sent = asked.resolve(length).ranges();
            for (ByteRange range : sent) {
                assertThat(range.last()).isLessThan(length);
                assertThat(sent).filteredOn(other -> touches(range, other)).containsExactly(range);
            }
        });
    }

    private static boolean touches(ByteRange one, ByteRange other) {
        return one.first() <= other.last() + 1 && other.first() <= one.last() + 1;
    }

    @Property
    void what_a_rule_leaves_of_a_query_it_leaves_again(
            @ForAll("rules") NoVarySearch rule, @ForAll("queries") String query) {
        String left = rule.canonical(Optional.of(query));

        assertThat(rule.equivalent(Optional.of(query), Optional.of(query))).isTrue();
        if (!rule.isDefault()) {
            assertThat(rule.canonical(Optional.of(left))).isEqualTo(left);
            assertThat(rule.equivalent(Optional.of(query), Optional.of(left))).isTrue();
        }
    }

    @Property
    void rules_have_the_same_name_only_if_they_are_the_same(
            @ForAll("rules") NoVarySearch one, @ForAll("rules") NoVarySearch other) {
        assertThat(one.text().equals(other.text())).isEqualTo(one.equals(other));
    }

    @Property
    void parameters_that_matter_stay_byte_for_byte(@ForAll("queries") String query) {
        String uri = "http://origin.test/a?" + query;

        assertThat(ParameterPatterns.of(List.of("none-has-this-name")).removeFrom(uri))
                .isEqualTo(uri);
    }

    @Provide
    Arbitrary<String> value() {
        Arbitrary<String> anything =
                Arbitraries.strings().withCharRange((char) 0, (char) 255).ofMaxLength(200);
        Arbitrary<String> likely = Arbitraries.strings()
                .withChars("abz,;=\"\\()*?&%+-/ \t0123456789:@W<>'")
                .ofMaxLength(400);
        return Arbitraries.oneOf(anything, likely).filter(text -> text.indexOf('\n') < 0 && text.indexOf('\r') < 0);
    }

    @Provide
    Arbitrary<List<String>> values() {
        return value().list().ofMaxSize(4);
    }

    @Provide
    Arbitrary<String> ranges() {
        Arbitrary<String> number = Arbitraries.integers().between(0, 70).map(String::valueOf);
        Arbitrary<String> range = Arbitraries.oneOf(
                Combinators.combine(number, number).as((first, last) -> first + '-' + last),
                number.map(first -> first + '-'),
                number.map(last -> '-' + last));
        return range.list().ofMinSize(1).ofMaxSize(8).map(list -> String.join(",", list));
    }

    @Provide
    Arbitrary<String> queries() {
        return Arbitraries.strings().withChars("abc=&%+41\u00e9\ud800?").ofMaxLength(30);
    }

    @Provide
    Arbitrary<NoVarySearch> rules() {
        Arbitrary<Set<String>> names = Arbitraries.strings()
                .withChars("abc& \u00e9")
                .ofMaxLength(3)
                .set()
                .ofMaxSize(3);
        Arbitrary<Boolean> either = Arbitraries.of(true, false);
        return Combinators.combine(either, either, names).as(NoVarySearch::new);
    }
}
