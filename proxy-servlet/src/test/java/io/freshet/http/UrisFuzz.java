package io.freshet.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

/** References to URIs, as in {@code Location}: resolving never throws, and what is resolved is absolute and stays what it is. */
public final class UrisFuzz {

    private static final UriReference BASE = UriReference.parse("http://origin.test/a/b?c");

    private UrisFuzz() {}

    /** What the fuzzer calls. */
    public static void fuzzerTestOneInput(byte[] data) {
        String text = new String(data, ISO_8859_1);
        UriReference reference = UriReference.parse(text);
        UriReference target = BASE.resolve(reference);
        holds(target.scheme().isPresent(), "what is resolved has a scheme", text);
        holds(BASE.resolve(target).equals(target), "what is resolved stays", text);
        holds(target.sameOrigin(target) || target.authority().isEmpty(), "a URI has its own origin", text);
        if (reference.authority().isEmpty() && reference.scheme().isEmpty()) {
            holds(target.sameOrigin(BASE), "a path leads to no other origin", text);
        }
        if (reference.scheme().isEmpty()) {
            for (String segment : target.path().split("/", -1)) {
                holds(!segment.equals(".") && !segment.equals(".."), "no dot segment is left", text);
            }
        }
    }

    private static void holds(boolean property, String what, String text) {
        if (!property) {
            throw new AssertionError(what + ": " + text);
        }
    }
}
