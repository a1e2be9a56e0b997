package io.freshet.testing.oracle;

import java.util.List;
import java.util.Optional;

/**
 * What the origin has said in one answer.
 *
 * @param at when, as {@link System#nanoTime} has it
 * @param number the edition that was current
 * @param status of the response
 * @param edition what it sent, whole or in part, and for a 304 what it takes to be unchanged
 * @param tag its entity tag
 * @param date its {@code Last-Modified}
 * @param names the fields in {@code Vary}
 * @param by the request's fields
 * @param heads the request's and the response's, for people
 */
record Statement(
        long at,
        int number,
        int status,
        Edition edition,
        Optional<String> tag,
        Optional<String> date,
        List<String> names,
        Profile by,
        String heads) {

    /** Whether it lets a client with this profile have what it sent (RFC 9111 §4.1). */
    boolean isFor(Profile profile) {
        return names.stream().allMatch(name -> profile.value(name).equals(by.value(name)));
    }

    /** Whether it says of an earlier answer that nothing has changed since. */
    boolean unchanged() {
        return status == 304;
    }

    /** Whether both have the same validator: the tag, or else the date. */
    boolean matches(Statement other) {
        return (tag.isPresent() && other.tag.isPresent())
                ? opaque(tag.orElseThrow()).equals(opaque(other.tag.orElseThrow()))
                : date.isPresent() && date.equals(other.date);
    }

    static String opaque(String tag) {
        return tag.startsWith("W/") ? tag.substring(2) : tag;
    }
}
