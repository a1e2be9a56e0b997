package io.freshet.testing;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/** The content of one message. Reads as ended only when its framing says so: a cut is an {@link EOFException}. */
final class BodyStream extends InputStream {

    /** How the end of the content is told (RFC 9112 §6.3). */
    enum Framing {
        NONE,
        LENGTH,
        CHUNKED,
        /** By the end of the connection: a cut cannot be told from the end. */
        CLOSE
    }

    private final InputStream in;
    private final Framing framing;
    private long left;
    private boolean ended;
    private boolean firstChunk = true;
    private List<String> trailerLines = List.of();

    private BodyStream(InputStream in, Framing framing, long left) {
        this.in = in;
        this.framing = framing;
        this.left = left;
        this.ended = framing == Framing.NONE || (framing == Framing.LENGTH && left == 0);
    }

    static BodyStream ofRequest(InputStream in, RawHead head) {
        return of(in, head, Framing.NONE);
    }

    static BodyStream ofResponse(InputStream in, RawHead head, boolean toHead) {
        int status = RawResponse.statusOf(head.startLine());
        boolean none = toHead || status < 200 || status == 204 || status == 304;
        return none ? new BodyStream(in, Framing.NONE, 0) : of(in, head, Framing.CLOSE);
    }

    private static BodyStream of(InputStream in, RawHead head, Framing otherwise) {
        if (head.chunked()) {
            return new BodyStream(in, Framing.CHUNKED, 0);
        }
        return head.value("Content-Length")
                .map(length -> new BodyStream(in, Framing.LENGTH, Long.parseLong(length)))
                .orElseGet(() -> new BodyStream(in, otherwise, 0));
    }

    Framing framing() {
        return framing;
    }

    boolean ended() {
        return ended;
    }

    /** What followed the last chunk. */
    List<String> trailerLines() {
        return trailerLines;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (framing == Framing.CHUNKED && !ended && left == 0) {
            nextChunk();
        }
        if (ended) {
            return -1;
        }
        int most = framing == Framing.CLOSE ? length : (int) Math.min(length, left);
        int n = in.read(bytes, offset, most);
        if (n < 0) {
            ended = framing == Framing.CLOSE;
            if (ended) {
                return -1;
            }
            throw new EOFException("the connection ended within a body framed by " + framing);
        }
        left -= n;
        ended = framing == Framing.LENGTH && left == 0;
        return n;
    }

    private void nextChunk() throws IOException {
        if (!firstChunk && !RawHead.line(in).isEmpty()) {
            throw new IOException("a chunk is longer than its size");
        }
        firstChunk = false;
        String size = RawHead.line(in);
        int extension = size.indexOf(';');
        left = Long.parseLong((extension < 0 ? size : size.substring(0, extension)).strip(), 16);
        if (left == 0) {
            trailerLines = RawHead.lines(in);
            ended = true;
        }
    }
}
