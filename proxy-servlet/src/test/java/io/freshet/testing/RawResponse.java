package io.freshet.testing;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

/** A response as it arrived at a {@link RawClient}, and how it ended. */
public final class RawResponse implements RawMessage {

    /** How the message ended. */
    public enum End {
        /** As its framing promised. An orderly close completes a response that has no other framing. */
        COMPLETE,
        /** The connection was closed before the framing's end. */
        TRUNCATED,
        /** The connection was reset. */
        RESET,
        /** Nothing came for the client's patience. */
        SILENT
    }

    private final List<RawHead> interim;
    private final RawHead head;
    private final byte[] body;
    private final List<String> trailerLines;
    private final End end;

    RawResponse(List<RawHead> interim, RawHead head, byte[] body, List<String> trailerLines, End end) {
        this.interim = List.copyOf(interim);
        this.head = head;
        this.body = body.clone();
        this.trailerLines = List.copyOf(trailerLines);
        this.end = end;
    }

    @Override
    public String startLine() {
        return head.startLine();
    }

    @Override
    public List<String> fieldLines() {
        return head.fieldLines();
    }

    /** The status code; 0 when the connection ended before a status line. */
    public int status() {
        return statusOf(startLine());
    }

    /** The status that a status line tells; 0 if it tells none. */
    public static int statusOf(String statusLine) {
        String[] parts = statusLine.split(" ", 3);
        return parts.length > 1 ? Integer.parseInt(parts[1]) : 0;
    }

    /** The 1xx responses before this one. */
    public List<RawHead> interim() {
        return interim;
    }

    /** The content without its transfer coding: all that arrived, also of a cut one. */
    public byte[] body() {
        return body.clone();
    }

    /** The content, one char a byte. */
    public String text() {
        return new String(body, StandardCharsets.ISO_8859_1);
    }

    /** The trailer section, as a head without a start line. */
    public RawMessage trailers() {
        return new RawHead("", trailerLines);
    }

    public End end() {
        return end;
    }

    @Override
    public String toString() {
        String shown = body.length > 200 ? body.length + " bytes" : text();
        return interim.stream().map(RawHead::startLine).collect(Collectors.joining()) + startLine() + " " + fieldLines()
                + " [" + shown + "] " + trailerLines + " " + end;
    }
}
