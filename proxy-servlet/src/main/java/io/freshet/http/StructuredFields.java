package io.freshet.http;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpFields;
import org.greenbytes.http.sfv.ListElement;
import org.greenbytes.http.sfv.Parser;
import org.greenbytes.http.sfv.Type;

/**
 * Structured fields (RFC 9651): a field that does not parse counts as absent, as a whole (§4.2). No field that is read here
 * has a Date or a Display String; but as values of other keys and parameters they must not spoil it.
 */
final class StructuredFields {

    /**
     * How many characters a field may have, all its lines together; a longer one does not parse. The parser sets aside as
     * much memory for each String and Token as there is text left: a few milliseconds' worth at this length, seconds' at
     * a hundred times as much.
     */
    static final int MAX_LENGTH = 8192;

    /**
     * A String; or, where a value begins, a Date (§3.3.7) or a Display String (§3.3.8) in the group. What RFC 9651 added to RFC 8941 the
     * parser does not know.
     */
    private static final Pattern STRING_OR_ADDED = Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*+\""
            + "|(?<![^=(, \t])(@-?[0-9]{1,15}+(?![0-9.])|%\"(?:[ !#$&-~]|%[0-9a-f]{2})*+\")");

    /** A Decimal: of a type that no field has that is read here. */
    private static final String UNUSED = "0.5";

    private StructuredFields() {}

    /** The members of a Dictionary, in order; the last of those with the same key (RFC 9651 §4.2.2). */
    static Optional<Map<String, ListElement<?>>> dictionary(HttpFields fields, String name) {
        return parse(fields, name, Parser::parseDictionary);
    }

    /** The members of a List, in order. */
    static Optional<List<ListElement<?>>> list(HttpFields fields, String name) {
        return parse(fields, name, Parser::parseList);
    }

    /** Whether the field is an Item, and that is a Boolean, and true. */
    static boolean flag(HttpFields fields, String name) {
        return fields.contains(name)
                && parse(fields, name, Parser::parseItem)
                        .filter(Boolean.TRUE::equals)
                        .isPresent();
    }

    /** Whether the field was not even looked at. */
    static boolean tooLong(HttpFields fields, String name) {
        return FieldValues.combined(fields, name)
                .filter(value -> value.length() > MAX_LENGTH)
                .isPresent();
    }

    private static <T> Optional<T> parse(HttpFields fields, String name, Function<Parser, Type<T>> type) {
        try {
            return FieldValues.combined(fields, name)
                    .filter(value -> value.length() <= MAX_LENGTH)
                    .map(value -> type.apply(new Parser(withoutAdded(value))).get());
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static String withoutAdded(String value) {
        return value.indexOf('@') < 0 && value.indexOf('%') < 0
                ? value
                : STRING_OR_ADDED
                        .matcher(value)
                        .replaceAll(found -> found.group(1) == null ? Matcher.quoteReplacement(found.group()) : UNUSED);
    }
}
