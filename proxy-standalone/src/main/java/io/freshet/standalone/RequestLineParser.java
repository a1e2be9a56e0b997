package io.freshet.standalone;

import java.nio.ByteBuffer;
import java.util.EnumSet;
import java.util.Set;
import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.http.HttpParser;

/**
 * Jetty's parser takes several spaces in a request line for one, and {@code http/1.1} for {@code HTTP/1.1}. This one notices: RFC 9112
 * §3 has one space, and §2.3 a name that is case-sensitive. Jetty also decodes the target, with the same character for all bytes that are
 * no UTF-8; this one keeps the bytes. Jetty's also takes chunks for complete content where the connection ends within a line end, and this
 * one does not (RFC 9112 §8).
 */
final class RequestLineParser extends HttpParser {

    private static final String NAME = "HTTP/";

    /** Where chunked content has not come to its end. */
    private static final Set<State> WITHIN_CHUNKS =
            EnumSet.of(State.CHUNKED_CONTENT, State.CHUNK_SIZE, State.CHUNK, State.CHUNK_END, State.TRAILER);

    /** What the next byte belongs to. */
    private enum Part {
        METHOD,
        TARGET,
        VERSION,
        /** Nothing of the request line. */
        REST
    }

    private final RequestHandler handler;
    private Part part = Part.METHOD;
    private int length;
    private boolean malformed;

    /** How much of the target is ASCII, and what is behind that, a byte a character of the same number. */
    private int ascii;

    private StringBuilder behind = new StringBuilder(0);

    RequestLineParser(RequestHandler handler, int maxHeaderBytes, HttpCompliance compliance) {
        super(handler, maxHeaderBytes, compliance);
        this.handler = handler;
    }

    /** Whether the request line that has just been parsed is malformed. */
    boolean isMalformed() {
        return malformed;
    }

    /** The target of the request line that has just been parsed, a byte a character of the same number. */
    String target(String decoded) {
        return behind.isEmpty() ? decoded : decoded.substring(0, ascii) + behind;
    }

    @Override
    public boolean parseNext(ByteBuffer buffer) {
        if (isStart() && part == Part.REST) {
            part = Part.METHOD;
            length = 0;
            malformed = false;
            ascii = 0;
            if (!behind.isEmpty()) {
                behind = new StringBuilder(0);
            }
        }
        for (int i = buffer.position(); part != Part.REST && i < buffer.limit(); i++) {
            look(buffer.get(i));
        }
        if (isAtEOF() && !buffer.hasRemaining() && WITHIN_CHUNKS.contains(getState())) {
            setState(State.CLOSED);
            handler.earlyEOF();
            return false;
        }
        return super.parseNext(buffer);
    }

    private void look(byte character) {
        if (character == '\r' || character == '\n') {
            // RFC 9112 §2.2: empty lines may come before.
            if (part != Part.METHOD || length > 0) {
                part = Part.REST;
            }
        } else if (character == ' ' && part != Part.VERSION) {
            malformed |= length == 0;
            length = 0;
            part = part == Part.METHOD ? Part.TARGET : Part.VERSION;
        } else {
            malformed |= part == Part.VERSION && length < NAME.length() && character != NAME.charAt(length);
            length++;
            if (part == Part.TARGET && (character < 0 || !behind.isEmpty())) {
                behind.append((char) (character & 0xFF));
            } else if (part == Part.TARGET) {
                ascii++;
            }
        }
    }
}
