package io.freshet.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;

/** The values of fields. The first byte says which parser reads the rest. */
public final class FieldsFuzz {

    private static final List<Consumer<String>> PARSERS = List.of(
            FieldsFuzz::date,
            FieldsFuzz::tags,
            FieldsFuzz::cacheControl,
            FieldsFuzz::ranges,
            FieldsFuzz::contentRange,
            FieldsFuzz::list,
            FieldsFuzz::preferences,
            FieldsFuzz::groups,
            FieldsFuzz::trace,
            FieldsFuzz::search,
            FieldsFuzz::cookies,
            FieldsFuzz::hops);

    private FieldsFuzz() {}

    /** What the fuzzer calls. */
    public static void fuzzerTestOneInput(byte[] data) {
        if (data.length > 0) {
            // Neither can be in a field: the server reads lines.
            String text = new String(data, 1, data.length - 1, ISO_8859_1)
                    .replace('\r', ' ')
                    .replace('\n', ' ')
                    .replace('\u0000', ' ');
            PARSERS.get((data[0] & 0xff) % PARSERS.size()).accept(text);
        }
    }

    private static HttpFields fields(String name, String value) {
        return HttpFields.build().add(new HttpField(name, value)).asImmutable();
    }

    private static void holds(boolean property, String what, Object seen) {
        if (!property) {
            throw new AssertionError(what + ": " + seen);
        }
    }

    private static void date(String text) {
        HttpDate.parse(text).ifPresent(date -> {
            String written = HttpDate.format(date);
            holds(HttpDate.parse(written).equals(Optional.of(date)), "a date reads as it was written", written);
        });
        DeltaSeconds.parse(text).ifPresent(time -> holds(!time.isNegative(), "no time is negative", time));
    }

    private static void tags(String text) {
        EntityTag.parse(text).ifPresent(FieldsFuzz::tag);
        EntityTag.list(text).forEach(FieldsFuzz::tag);
    }

    private static void tag(EntityTag tag) {
        holds(EntityTag.parse(tag.toString()).equals(Optional.of(tag)), "a tag reads as it was written", tag);
        holds(EntityTag.list(tag.toString()).equals(List.of(tag)), "a list of one tag has that", tag);
    }

    private static void cacheControl(String text) {
        HttpFields all = HttpFields.build()
                .add(new HttpField("Cache-Control", text))
                .add(new HttpField("CDN-Cache-Control", text))
                .add(new HttpField("Surrogate-Control", text))
                .asImmutable();
        sane(CacheControl.of(all));
        CacheControl.targeted(all, "CDN-Cache-Control").ifPresent(FieldsFuzz::sane);
        SurrogateControl.of(all, "freshet").ifPresent(FieldsFuzz::sane);
    }

    private static void sane(CacheControl control) {
        for (String name : List.of("max-age", "s-maxage", "stale-if-error", "min-fresh", "max-stale")) {
            control.duration(name).ifPresent(time -> holds(!time.isNegative(), "no time is negative", time));
        }
        for (String name : List.of("private", "no-cache")) {
            control.fieldNames(name)
                    .forEach(field -> holds(!field.isEmpty() && field.indexOf(',') < 0, "a name is one", field));
        }
    }

    private static void ranges(String text) {
        long length = text.length() * 7L;
        ByteRanges.of(fields("Range", text)).ifPresent(asked -> {
            List<ByteRange> sent = asked.resolve(length).ranges();
            for (ByteRange range : sent) {
                holds(range.first() >= 0 && range.first() <= range.last(), "a range has bytes", range);
                holds(range.last() < length, "a range is within the content", range);
                holds(sent.stream().filter(other -> meet(range, other)).count() == 1, "no two ranges meet", sent);
            }
        });
    }

    private static boolean meet(ByteRange one, ByteRange other) {
        return one.first() <= other.last() && other.first() <= one.last();
    }

    private static void contentRange(String text) {
        ContentRange.of(fields("Content-Range", text))
                .ifPresent(range -> holds(
                        ContentRange.of(fields("Content-Range", range.toString()))
                                .equals(Optional.of(range)),
                        "a content range reads as it was written",
                        range));
    }

    private static void list(String text) {
        List<String> elements = FieldValues.elements(text);
        holds(elements.stream().noneMatch(String::isEmpty), "no element is empty", elements);
        holds(FieldValues.elements(String.join(", ", elements)).equals(elements), "a list reads as written", elements);
    }

    private static void preferences(String text) {
        for (String name : List.of("accept", "accept-encoding", "accept-language", "accept-charset")) {
            Preferences.parse(name, text).ifPresent(wanted -> {
                String written = wanted.toString();
                holds(
                        Preferences.parse(name, written)
                                .map(Preferences::toString)
                                .equals(Optional.of(written)),
                        "preferences read as they were written",
                        written);
                wanted.first().ifPresent(first -> wanted.weight(first));
            });
        }
    }

    private static void groups(String text) {
        for (String name : List.of("Cache-Groups", "Cache-Group-Invalidation", "Cache-Tag", "Surrogate-Key")) {
            HttpFields fields = fields(name, text);
            CacheGroups.of(fields);
            CacheGroups.invalidatedBy(fields);
            CacheTags.of(fields).names().forEach(tag -> holds(!tag.isEmpty(), "no tag is empty", tag));
        }
    }

    private static void trace(String text) {
        TraceParent.of(text)
                .ifPresent(trace -> holds(
                        TraceParent.of(trace.value()).equals(Optional.of(trace)), "a trace reads as written", trace));
    }

    private static void search(String text) {
        int at = Math.max(0, text.indexOf('?'));
        NoVarySearch rule = NoVarySearch.of(fields("No-Vary-Search", text.substring(0, at)));
        Optional<String> query = Optional.of(text.substring(at));
        String left = rule.canonical(query);
        if (!rule.isDefault()) {
            holds(rule.canonical(Optional.of(left)).equals(left), "what a rule leaves it leaves again", left);
            holds(rule.equivalent(query, Optional.of(left)), "what a rule leaves is the same", left);
        }
        String uri = "http://origin.test/a?" + text;
        ParameterPatterns utm = ParameterPatterns.of(List.of("utm_*"));
        String removed = utm.removeFrom(uri);
        holds(utm.removeFrom(removed).equals(removed), "what is ignored goes at once", removed);
        holds(removed.length() <= uri.length(), "to ignore makes nothing longer", removed);
    }

    private static void cookies(String text) {
        HttpFields left = Cookies.without(fields("Cookie", text), "a"::equals);
        holds(Cookies.values(left, "a").isEmpty(), "a dropped cookie is gone", left);
    }

    private static void hops(String text) {
        String[] parts = text.split("\\|", 2);
        HttpFields.Mutable fields = HttpFields.build()
                .add(new HttpField("Connection", parts[0]))
                .add(new HttpField("Keep-Alive", "x"))
                .add(new HttpField("Host", "x"));
        Arrays.stream(parts)
                .skip(1)
                .filter(name -> Tokens.end(name, 0) == name.length() && !name.isEmpty())
                .forEach(name -> fields.add(new HttpField(name, "x")));
        HttpFields once = HopByHop.strip(fields).asImmutable();
        holds(!once.contains("Connection") && !once.contains("Keep-Alive"), "hop-by-hop fields end here", once);
        holds(HopByHop.strip(once).asImmutable().size() == once.size(), "to strip twice is to strip once", once);
    }
}
