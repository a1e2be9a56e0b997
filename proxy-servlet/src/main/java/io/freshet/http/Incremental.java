package io.freshet.http;

import org.eclipse.jetty.http.HttpFields;

/** {@code Incremental} (RFC 10036): an Item that is a Boolean. */
public final class Incremental {

    private Incremental() {}

    /** Whether the message is to be forwarded as it arrives, with nothing held back. What does not parse says nothing. */
    public static boolean asked(HttpFields fields) {
        return StructuredFields.flag(fields, "Incremental");
    }
}
