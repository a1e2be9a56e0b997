package io.freshet.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.testing.Tries;
import io.freshet.testing.Tries.Draw;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.junit.jupiter.api.Test;

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

    private static final String OCTETS = IntStream.range(0, 256)
            .filter(c -> c != '\r' && c != '\n')
            .mapToObj(Character::toString)
            .collect(Collectors.joining());

    @Test
    void no_field_makes_a_parser_throw() {
        Tries.of(draw -> {
            List<String> values = draw.list(0, 4, ParserPropertiesTest::value);

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
        });
    }

    @Test
    void no_text_makes_a_parser_throw() {
        Tries.of(draw -> {
            String text = value(draw);

            HttpDate.parse(text);
            DeltaSeconds.parse(text);
            EntityTag.parse(text);
            UriReference.parse("http://origin.test/a").resolve(UriReference.parse(text));
            Preferences.parse("accept-language", text).ifPresent(Preferences::first);
            ParameterPatterns.of(List.of("utm_*")).removeFrom("http://origin.test/a?" + text);
            NoVarySearch.of(Heads.fields("No-Vary-Search: " + text)).canonical(Optional.of(text));
        });
    }

    @Test
    void a_date_reads_as_it_was_written() {
        Tries.of(draw -> {
            long seconds = draw.number(0, 250_000_000_000L);

            Instant date = Instant.ofEpochSecond(seconds);

            assertThat(HttpDate.parse(HttpDate.format(date))).contains(date);
        });
    }

    @Test
    void a_tag_reads_as_it_was_written() {
        Tries.of(draw -> {
            String text = value(draw);

            EntityTag.parse(text).ifPresent(tag -> assertThat(EntityTag.parse(tag.toString()))
                    .contains(tag));
        });
    }

    @Test
    void a_content_range_reads_as_it_was_written() {
        Tries.of(draw -> {
            long first = draw.number(0, 999);
            long more = draw.number(0, 999);
            long rest = draw.number(1, 999);

            String written = "bytes " + first + '-' + (first + more) + '/' + (first + more + rest);

            assertThat(ContentRange.of(Heads.fields("Content-Range: " + written))
                            .map(ContentRange::toString))
                    .contains(written);
        });
    }

    @Test
    void ranges_that_are_sent_are_there_and_touch_no_other() {
        Tries.of(draw -> {
            String ranges = String.join(",", draw.list(1, 8, ParserPropertiesTest::range));
            long length = draw.number(0, 60);

            ByteRanges.of(Heads.fields("Range: bytes=" + ranges)).ifPresent(asked -> {
                List<ByteRange> sent = asked.resolve(length).ranges();
                for (ByteRange range : sent) {
                    assertThat(range.last()).isLessThan(length);
                    assertThat(sent).filteredOn(other -> touches(range, other)).containsExactly(range);
                }
            });
        });
    }

    private static boolean touches(ByteRange one, ByteRange other) {
        return one.first() <= other.last() + 1 && other.first() <= one.last() + 1;
    }

    @Test
    void what_a_rule_leaves_of_a_query_it_leaves_again() {
        Tries.of(draw -> {
            NoVarySearch rule = rule(draw);
            String query = query(draw);

            String left = rule.canonical(Optional.of(query));

            assertThat(rule.equivalent(Optional.of(query), Optional.of(query))).isTrue();
            if (!rule.isDefault()) {
                assertThat(rule.canonical(Optional.of(left))).isEqualTo(left);
                assertThat(rule.equivalent(Optional.of(query), Optional.of(left)))
                        .isTrue();
            }
        });
    }

    @Test
    void rules_have_the_same_name_only_if_they_are_the_same() {
        Tries.of(draw -> {
            NoVarySearch one = rule(draw);
            NoVarySearch other = rule(draw);

            assertThat(one.text().equals(other.text())).isEqualTo(one.equals(other));
        });
    }

    @Test
    void parameters_that_matter_stay_byte_for_byte() {
        Tries.of(draw -> {
            String query = query(draw);

            String uri = "http://origin.test/a?" + query;

            assertThat(ParameterPatterns.of(List.of("none-has-this-name")).removeFrom(uri))
                    .isEqualTo(uri);
        });
    }

    /** Half of any octet, half of what the syntax of fields is made of; no end of a line. */
    private static String value(Draw draw) {
        return draw.either() ? draw.text(OCTETS, 200) : draw.text("abz,;=\"\\()*?&%+-/ \t0123456789:@W<>'", 400);
    }

    private static String range(Draw draw) {
        return switch (draw.number(0, 2)) {
            case 0 -> draw.number(0, 70) + "-" + draw.number(0, 70);
            case 1 -> draw.number(0, 70) + "-";
            default -> "-" + draw.number(0, 70);
        };
    }

    private static String query(Draw draw) {
        return draw.text("abc=&%+41\u00e9\ud800?", 30);
    }

    private static NoVarySearch rule(Draw draw) {
        return new NoVarySearch(
                draw.either(), draw.either(), Set.copyOf(draw.list(0, 3, names -> names.text("abc& \u00e9", 3))));
    }
}
