package io.freshet.http;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * The value of a {@code Set-Cookie} field, taken apart as user agents do it (RFC 6265 §5.2). Each part stays as it is written.
 *
 * @param pair the cookie's name and value
 * @param attributes what follows, without the semicolons; perhaps several with one name, of which the last counts (RFC 6265 §5.3)
 */
public record SetCookie(String pair, List<String> attributes) {

    public SetCookie {
        attributes = List.copyOf(attributes);
    }

    /** Takes any text apart. */
    public static SetCookie parse(String value) {
        List<String> parts = List.of(value.split(";", -1));
        return new SetCookie(parts.get(0), parts.subList(1, parts.size()));
    }

    /** The cookie's name; empty where it has none. */
    public String name() {
        return pair.indexOf('=') < 0 ? "" : name(pair);
    }

    /** The value of the attribute that counts of those with this name, perhaps empty; none where no attribute has the name. */
    public Optional<String> attribute(String name) {
        return attributes.stream()
                .filter(attribute -> name(attribute).equalsIgnoreCase(name))
                .reduce((earlier, later) -> later)
                .map(attribute -> FieldValues.trim(attribute.substring(valueBegins(attribute))));
    }

    /** Without the attributes of this name. */
    public SetCookie without(String name) {
        return new SetCookie(
                pair,
                attributes.stream()
                        .filter(attribute -> !name(attribute).equalsIgnoreCase(name))
                        .toList());
    }

    /** With other values of the attributes of this name. */
    public SetCookie with(String name, UnaryOperator<String> value) {
        return new SetCookie(
                pair,
                attributes.stream()
                        .map(attribute ->
                                name(attribute).equalsIgnoreCase(name) ? changed(attribute, value) : attribute)
                        .toList());
    }

    /** As it is written in the field. */
    @Override
    public String toString() {
        return attributes.isEmpty() ? pair : attributes.stream().collect(Collectors.joining(";", pair + ";", ""));
    }

    private static String name(String part) {
        int equals = part.indexOf('=');
        return FieldValues.trim(equals < 0 ? part : part.substring(0, equals));
    }

    private static int valueBegins(String attribute) {
        int equals = attribute.indexOf('=');
        return equals < 0 ? attribute.length() : equals + 1;
    }

    /** The blanks around the value are no part of it. */
    private static String changed(String attribute, UnaryOperator<String> value) {
        int begins = valueBegins(attribute);
        String before = FieldValues.trim(attribute.substring(begins));
        int at = attribute.indexOf(before, begins);
        return attribute.substring(0, at) + value.apply(before) + attribute.substring(at + before.length());
    }
}
