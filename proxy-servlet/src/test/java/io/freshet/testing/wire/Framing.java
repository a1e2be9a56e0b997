package io.freshet.testing.wire;

/** How a generated request tells where its content ends, or fails to. */
public enum Framing {
    // HTTP/1.1, as it should be
    NONE(Protocol.HTTP_1_1, false),
    NO_LENGTH_OF_ZERO(Protocol.HTTP_1_1, false),
    LENGTH(Protocol.HTTP_1_1, true),
    CHUNKED(Protocol.HTTP_1_1, true),
    CHUNKED_IN_SMALL_PIECES(Protocol.HTTP_1_1, true),
    CHUNKED_WITH_EXTENSIONS(Protocol.HTTP_1_1, true),
    CHUNKED_WITH_TRAILERS(Protocol.HTTP_1_1, true),
    CHUNKED_AND_EMPTY(Protocol.HTTP_1_1, false),

    // HTTP/1.1, in doubt
    LENGTH_AND_CHUNKED(Protocol.HTTP_1_1, true, Verdict.MENDED),
    CHUNKED_WITH_LENGTH_IN_TRAILERS(Protocol.HTTP_1_1, true, Verdict.MENDED),
    TWO_EQUAL_LENGTHS(Protocol.HTTP_1_1, true, Verdict.MENDED),
    TWO_LENGTHS(Protocol.HTTP_1_1, true, Verdict.REFUSED),
    LIST_OF_LENGTHS(Protocol.HTTP_1_1, true, Verdict.MENDED),
    SIGNED_LENGTH(Protocol.HTTP_1_1, true, Verdict.REFUSED),
    GZIP_AND_CHUNKED(Protocol.HTTP_1_1, true, Verdict.REFUSED),
    CHUNKED_TWICE(Protocol.HTTP_1_1, true, Verdict.REFUSED),
    OTHER_CODING(Protocol.HTTP_1_1, true, Verdict.REFUSED),

    // HTTP/1.0
    OLD_NONE(Protocol.HTTP_1_0, false),
    OLD_LENGTH(Protocol.HTTP_1_0, true),
    OLD_CHUNKED(Protocol.HTTP_1_0, true, Verdict.REFUSED),

    // HTTP/2, as it should be
    STREAM_ENDS_WITH_HEAD(Protocol.HTTP_2, false),
    STREAM_ENDS_WITHOUT_CONTENT(Protocol.HTTP_2, false),
    STREAM(Protocol.HTTP_2, true),
    STREAM_IN_SMALL_PIECES(Protocol.HTTP_2, true),
    STREAM_WITH_TRAILERS(Protocol.HTTP_2, true),
    STREAM_WITH_LENGTH(Protocol.HTTP_2, true),
    STREAM_WITH_LENGTH_AND_TRAILERS(Protocol.HTTP_2, true),

    // HTTP/2, in doubt
    STREAM_SHORTER_THAN_LENGTH(Protocol.HTTP_2, true, Verdict.REFUSED),
    STREAM_SHORTER_THAN_LENGTH_BY_TRAILERS(Protocol.HTTP_2, true, Verdict.REFUSED),
    STREAM_LONGER_THAN_LENGTH(Protocol.HTTP_2, true, Verdict.REFUSED),
    STREAM_ENDS_WITH_HEAD_BEFORE_LENGTH(Protocol.HTTP_2, true, Verdict.REFUSED),
    STREAM_WITH_TWO_LENGTHS(Protocol.HTTP_2, true, Verdict.REFUSED),
    STREAM_WITH_TRANSFER_ENCODING(Protocol.HTTP_2, true, Verdict.REFUSED),
    STREAM_WITH_TE_OF_A_CODING(Protocol.HTTP_2, true, Verdict.MENDED);

    /** The version that the request is in. */
    public enum Protocol {
        HTTP_1_0,
        HTTP_1_1,
        HTTP_2
    }

    /** What may become of a request. */
    enum Verdict {
        /** It is answered by the origin. */
        FORWARDED,
        /** Or it is refused. */
        MENDED,
        /** It is refused, and the origin sees nothing of it. */
        REFUSED
    }

    private final Protocol protocol;
    private final boolean content;
    private final Verdict verdict;

    Framing(Protocol protocol, boolean content) {
        this(protocol, content, Verdict.FORWARDED);
    }

    Framing(Protocol protocol, boolean content, Verdict verdict) {
        this.protocol = protocol;
        this.content = content;
        this.verdict = verdict;
    }

    public Protocol protocol() {
        return protocol;
    }

    /** Whether it has content, of one byte or more. */
    boolean hasContent() {
        return content;
    }

    Verdict verdict() {
        return verdict;
    }

    boolean chunked() {
        return name().contains("CHUNKED");
    }
}
