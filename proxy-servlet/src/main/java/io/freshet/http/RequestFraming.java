package io.freshet.http;

import java.util.List;
import java.util.Locale;
import org.eclipse.jetty.http.HttpFields;

/**
 * How a request tells where its content ends (RFC 9112 §6.3, RFC 9113 §8.1.1). The version, {@code Content-Length} and {@code
 * Transfer-Encoding} decide, and in HTTP/2 the end of the stream; the method and {@code Content-Type} say nothing about it.
 */
public sealed interface RequestFraming {

    /** Stands for a {@code Content-Length} that is no number, or one that fits no {@code long}. */
    long NO_LENGTH = Long.MAX_VALUE;

    /** The request is its head. */
    record None() implements RequestFraming {}

    /** Content of so many bytes follows, or that many were announced. */
    record Length(long bytes) implements RequestFraming {}

    /** Content follows and tells its end by itself; it may be empty. */
    record Delimited() implements RequestFraming {}

    /**
     * Two readers could find different ends.
     *
     * @param sentence why, for the client
     */
    record Ambiguous(String sentence) implements RequestFraming {}

    /**
     * Reads the framing of a request.
     *
     * @param protocol the version of the client's request, such as {@code HTTP/1.1}
     * @param fields all fields of its head as received
     * @param endsWithHead whether the stream is known to have ended with the head, which only HTTP/2 can tell
     */
    static RequestFraming of(String protocol, HttpFields fields, boolean endsWithHead) {
        List<String> lengths = fields.getValuesList(Field.CONTENT_LENGTH);
        List<String> codings = fields.getValuesList("Transfer-Encoding");
        if (!codings.isEmpty()) {
            return coded(protocol, codings, !lengths.isEmpty());
        }
        if (lengths.isEmpty()) {
            // RFC 9112 §6.3: a request without either field has no content. RFC 9113 §8.1: the end of the stream tells.
            return protocol.equals("HTTP/2.0") && !endsWithHead ? new Delimited() : new None();
        }
        // RFC 9110 §8.6: digits alone. A list of equal values may be refused, and is.
        long length =
                lengths.size() > 1 ? NO_LENGTH : Digits.parse(lengths.get(0)).orElse(NO_LENGTH);
        if (length == NO_LENGTH) {
            return new Ambiguous("A request has one Content-Length, which is a number.");
        }
        if (length > 0 && endsWithHead) {
            return new Ambiguous("The request ended before the content that its Content-Length announces.");
        }
        // RFC 9113 §8.1.1: a stream that goes on may turn out longer than the field says, whatever that says.
        boolean none = length == 0 && (endsWithHead || !protocol.equals("HTTP/2.0"));
        return none ? new None() : new Length(length);
    }

    private static RequestFraming coded(String protocol, List<String> codings, boolean withLength) {
        // RFC 9112 §6.1: such a message was framed by a sender that does not know what the field means.
        if (!protocol.equals("HTTP/1.1")) {
            return new Ambiguous("Transfer-Encoding is for HTTP/1.1 alone.");
        }
        if (withLength) {
            return new Ambiguous("A request has Content-Length or Transfer-Encoding, not both.");
        }
        if (codings.size() > 1 || !codings.get(0).toLowerCase(Locale.ROOT).equals("chunked")) {
            return new Ambiguous("The one Transfer-Encoding of a request is chunked.");
        }
        return new Delimited();
    }

    /** Whether content may follow the head. */
    default boolean hasContent() {
        return this instanceof Length || this instanceof Delimited;
    }
}
