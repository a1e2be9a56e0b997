package io.freshet.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Sections are those of draft-ietf-httpbis-no-vary-search-10. */
class NoVarySearchTest {

    private static final int MEGABYTE = 1 << 20;

    @ParameterizedTest(name = "{argumentSetName}")
    @MethodSource("understood")
    void what_makes_no_difference_is_stated(String value, NoVarySearch expected) {
        assertThat(of(value)).isEqualTo(expected);
        assertThat(of(value).isDefault()).isFalse();
    }

    static Stream<Arguments> understood() {
        return Stream.of(
                argumentSet("§5.1: key-order", "key-order", new NoVarySearch(false, false, Set.of())),
                argumentSet("§5.1: key-order=?1", "key-order=?1", new NoVarySearch(false, false, Set.of())),
                argumentSet("§5.1: params", "params=(\"a\" \"b\")", new NoVarySearch(true, false, Set.of("a", "b"))),
                argumentSet("§5.1: except", "except=(\"x\")", new NoVarySearch(true, true, Set.of("x"))),
                argumentSet("§5.1: except nothing", "except=()", new NoVarySearch(true, true, Set.of())),
                argumentSet(
                        "§5.1: both kinds", "except=(\"x\"), key-order", new NoVarySearch(false, true, Set.of("x"))),
                argumentSet("§5.1: key-order=?0", "key-order=?0, except=()", new NoVarySearch(true, true, Set.of())),
                argumentSet("§3: unknown keys", "else=1, params=(\"a\")", new NoVarySearch(true, false, Set.of("a"))),
                argumentSet(
                        "§5.1: parameters are ignored",
                        "key-order;x, params=(\"a\";y);z",
                        new NoVarySearch(false, false, Set.of("a"))),
                argumentSet(
                        "§5.3: keys are decoded",
                        "params=(\"%C3%A9+%E6%B0%97\" \"%f6\")",
                        new NoVarySearch(true, false, Set.of("\u00e9 \u6c17", "\ufffd"))));
    }

    @ParameterizedTest(name = "§5.1: {0}")
    @ValueSource(
            strings = {
                "",
                "unknown-key",
                "key-order=?0",
                "params=()",
                "key-order=\"not a boolean\"",
                "key-order=1, except=()",
                "key-order=(), except=()",
                "params=\"not an inner list\"",
                "params=(not-a-string)",
                "params=(\"a\" b)",
                // What earlier drafts had
                "params",
                "params=?1",
                "key-order, params",
                "params, except=(\"x\")",
                "params=?1, except=()",
                "key-order, params, except=(\"x\")",
                "params=?0",
                "key-order, params=?0",
                "params=1",
                "params=(\"a\"), except=(\"x\")",
                "params=(), except=()",
                "params=?0, except=(\"x\")",
                "params, except=(not-a-string)",
                "params, except=\"not an inner list\"",
                "params, except=?1",
                "except=(not-a-string)",
                "except=\"not an inner list\"",
                "except=?1",
                "key-order, except",
                "Key-Order",
                "params=((\"a\"))",
                "key-order,"
            })
    void everything_else_is_the_default(String value) {
        assertThat(of(value)).isEqualTo(NoVarySearch.DEFAULT);
        assertThat(of(value).isDefault()).isTrue();
    }

    @Test
    void an_absent_or_excessive_field_is_the_default() {
        assertThat(NoVarySearch.of(Heads.fields()).isDefault()).isTrue();
        assertThat(of("except=(" + "\"a\" ".repeat(MEGABYTE / 4) + ")").isDefault())
                .isTrue();
        assertThat(of("except=" + "(".repeat(MEGABYTE)).isDefault()).isTrue();
    }

    @ParameterizedTest(name = "{argumentSetName}")
    @MethodSource("queries")
    void queries_are_compared(String value, Optional<String> a, Optional<String> b, boolean equivalent) {
        assertThat(of(value).equivalent(a, b)).isEqualTo(equivalent);
        assertThat(of(value).equivalent(b, a)).isEqualTo(equivalent);
    }

    static Stream<Arguments> queries() {
        return Stream.of(
                pair("§6: the default compares bytes", "", "a=1", "a=1", true),
                pair("§6: the default decodes nothing", "", "a=1", "%61=1", false),
                pair("§6: the default keeps empty members", "", "a=b&&&c", "a=b&c=", false),
                argumentSet("§6: no query by default", "", Optional.empty(), Optional.of(""), false),
                argumentSet("§6: no query otherwise", "key-order", Optional.empty(), Optional.of(""), true),
                argumentSet("§6: no query left", "except=()", Optional.empty(), Optional.of("a=1&b"), true),
                pair("§6: order", "key-order", "a=1&b=2", "b=2&a=1", true),
                pair("§6: order without key-order", "params=(\"z\")", "a=1&b=2", "b=2&a=1", false),
                pair("§6: order of one name's values", "key-order", "a=1&b=3&a=2", "b=3&a=2&a=1", false),
                pair("§6: sorting is stable", "key-order", "a=1&b=3&a=2", "b=3&a=1&a=2", true),
                pair("§6: a param that does not count", "params=(\"u\")", "a=1&u=1", "u=2&a=1&u", true),
                pair("§6: names are case-sensitive", "params=(\"u\")", "a=1&U=1", "a=1", false),
                pair("§6: a param that counts", "params=(\"u\")", "a=1", "a=2", false),
                pair("§6: only what is excepted", "except=(\"a\")", "a=1&b=1", "c=5&a=1", true),
                pair("§6: what is excepted", "except=(\"a\")", "a=1", "a=2", false),
                pair("§6: how often", "except=(\"a\")", "a=1", "a=1&a=1", false),
                pair("§6.1: percent-decoding", "key-order", "a=x", "%61=%78", true),
                pair("§6.1: text that is not ASCII", "key-order", "a=\u00c3\u00a9", "a=%C3%A9", true),
                pair("§6.1: no Unicode normalisation", "key-order", "a=%C3%A9", "a=e%CC%81", false),
                pair("§6.1: malformed UTF-8", "key-order", "a=%f6", "a=%ef%bf%bd", true),
                pair("§6.1: one replacement is not three", "key-order", "a=%ff", "a=%ed%a0%80", false),
                pair("§6.1: empty members", "key-order", "a=x&&&&", "a=x", true),
                pair("§6.1: an empty value", "key-order", "a=", "a", true),
                pair("§6.1: a plus", "key-order", "a=+", "a=%20", true),
                pair("§6.1: an encoded plus", "key-order", "a=+", "a=%2B", false),
                pair("§6: an empty name and value", "key-order", "=", "", false),
                pair("§6: encoded separators separate nothing", "key-order", "a=1%26b=2", "a=1&b=2", false),
                pair("§6: an encoded equals sign", "key-order", "a%3D1", "a=1", false),
                pair("§6: equals signs in the value", "key-order", "a=b=c", "a=b%3dc", true),
                pair("§6: half a percent sequence stands for itself", "key-order", "a=%2", "a=%252", true),
                pair("§6: NUL", "key-order", "a=%00", "a=", false),
                pair("decision 0037: a semicolon may separate", "params=(\"u\")", "a=1&u=1;a=2", "a=1", false),
                pair("decision 0037: so it is not its encoding", "key-order", "a=1;b=2", "a=1%3Bb=2", false),
                pair(
                        "decision 0037: an encoded one separates nothing",
                        "params=(\"u\")",
                        "a=1&u=1%3Ba=2",
                        "a=1",
                        true));
    }

    private static Arguments pair(String name, String value, String a, String b, boolean equivalent) {
        return argumentSet(name, value, Optional.of(a), Optional.of(b), equivalent);
    }

    /** All short queries, against the draft's algorithm step by step: what it tells apart, the texts tell apart, and no more. */
    @ParameterizedTest(name = "§6: {0}")
    @ValueSource(
            strings = {"key-order", "params=(\"a\")", "except=(\"a\")", "key-order, except=(\"a\" \"\")", "except=()"})
    void canonical_texts_are_equal_exactly_for_equivalent_queries(String value) {
        NoVarySearch search = of(value);
        Set<List<QueryParameter>> compared = new HashSet<>();
        Set<String> canonical = new HashSet<>();
        Set<List<Object>> together = new HashSet<>();
        for (String query : words(List.of("a", "b", "=", "&"), 6)) {
            compared.add(compared(search, query));
            canonical.add(search.canonical(Optional.of(query)));
            together.add(List.of(compared(search, query), search.canonical(Optional.of(query))));
        }

        assertThat(together).hasSameSizeAs(compared).hasSameSizeAs(canonical);
    }

    private static List<QueryParameter> compared(NoVarySearch search, String query) {
        List<QueryParameter> compared = new ArrayList<>();
        for (String member : query.split("&", -1)) {
            String[] halves = member.split("=", 2);
            boolean named = search.names().contains(halves[0]);
            if (!member.isEmpty() && (search.variesOnNamed() ? named : !named)) {
                int position = compared.size();
                while (!search.variesOnKeyOrder()
                        && position > 0
                        && compared.get(position - 1).name().compareTo(halves[0]) > 0) {
                    position--;
                }
                compared.add(position, new QueryParameter(halves[0], halves.length > 1 ? halves[1] : ""));
            }
        }
        return compared;
    }

    private static List<String> words(List<String> letters, int longest) {
        List<String> words = new ArrayList<>(List.of(""));
        for (int i = 0, length = 0; length < longest; length++) {
            for (int end = words.size(); i < end; i++) {
                String word = words.get(i);
                letters.forEach(letter -> words.add(word + letter));
            }
        }
        return words;
    }

    @Test
    void a_canonical_text_is_ascii_and_separates_nothing_by_accident() {
        assertThat(of("key-order").canonical(Optional.of("b=%26%3D\u00c3\u00a9&a=%00 ?#")))
                .isEqualTo("a=%00%20%3F%23&b=%26%3D%C3%A9");
        assertThat(NoVarySearch.DEFAULT.canonical(Optional.of("a=%26"))).isEqualTo("?a=%26");
        assertThat(NoVarySearch.DEFAULT.canonical(Optional.empty())).isEmpty();
    }

    @ParameterizedTest(name = "{argumentSetName}")
    @MethodSource("hostile")
    void megabytes_of_anything_can_be_compared(String unit) {
        String query = unit.repeat(MEGABYTE / unit.length());
        NoVarySearch search = of("key-order, params=(\"x\")");

        assertThat(search.equivalent(Optional.of(query + "&last=1"), Optional.of(query + "&last=2")))
                .isFalse();
    }

    static Stream<Arguments> hostile() {
        return Stream.of(
                argumentSet("letters", "a"),
                argumentSet("ampersands", "&"),
                argumentSet("equals signs", "="),
                argumentSet("percent signs", "%"),
                argumentSet("half sequences", "%a"),
                argumentSet("malformed UTF-8", "%f4%ff"),
                argumentSet("the begin of a character", "%e6%b0"),
                argumentSet("NULs", "\0"),
                argumentSet("members", "a&"),
                argumentSet("members in turn", "b=1&a&"),
                argumentSet("half surrogates", "\udc00\ud800&"));
    }

    private static NoVarySearch of(String value) {
        return NoVarySearch.of(Heads.fields("No-Vary-Search: " + value));
    }
}
