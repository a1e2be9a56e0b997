package io.freshet.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

/** Requests that no proxy should pass on. In the templates, PATH and HOST stand for those of an honest request. */
public enum HostileRequest {
    // Two lengths: where does the next request begin?
    LENGTH_AND_CHUNKED("POST PATH HTTP/1.1|Host: HOST|Content-Length: 5|Transfer-Encoding: chunked||0|||"),
    TWO_LENGTHS("POST PATH HTTP/1.1|Host: HOST|Content-Length: 5|Content-Length: 6||hello!"),
    TWO_LENGTHS_IN_ONE_LINE("POST PATH HTTP/1.1|Host: HOST|Content-Length: 5, 6||hello!"),
    SIGNED_LENGTH("POST PATH HTTP/1.1|Host: HOST|Content-Length: +5||hello"),
    NEGATIVE_LENGTH("POST PATH HTTP/1.1|Host: HOST|Content-Length: -5||hello"),
    HEX_LENGTH("POST PATH HTTP/1.1|Host: HOST|Content-Length: 0x5||hello"),
    SPACED_LENGTH("POST PATH HTTP/1.1|Host: HOST|Content-Length: 5 5||hello"),
    ENDLESS_LENGTH("POST PATH HTTP/1.1|Host: HOST|Content-Length: 99999999999999999999||hello"),
    CHUNKED_UNDER_ANOTHER_NAME("POST PATH HTTP/1.1|Host: HOST|Transfer-Encoding: xchunked||5|hello|0||"),
    CHUNKED_NOT_LAST("POST PATH HTTP/1.1|Host: HOST|Transfer-Encoding: chunked, gzip||5|hello|0||"),
    CHUNKED_TWICE("POST PATH HTTP/1.1|Host: HOST|Transfer-Encoding: chunked, chunked||5|hello|0||"),
    CHUNKED_IN_HTTP_1_0("POST PATH HTTP/1.0|Host: HOST|Transfer-Encoding: chunked|Content-Length: 5||5|hello|0||"),

    CHUNKED_AFTER_GZIP("POST PATH HTTP/1.1|Host: HOST|Transfer-Encoding: gzip, chunked||5|hello|0||"),
    CHUNKED_AFTER_IDENTITY("POST PATH HTTP/1.1|Host: HOST|Transfer-Encoding: identity, chunked||5|hello|0||"),
    CHUNKED_AFTER_GZIP_LINE(
            "POST PATH HTTP/1.1|Host: HOST|Transfer-Encoding: gzip|Transfer-Encoding: chunked||5|hello|0||"),
    CHUNKED_IN_TWO_LINES(
            "POST PATH HTTP/1.1|Host: HOST|Transfer-Encoding: chunked|Transfer-Encoding: chunked||5|hello|0||"),
    CHUNKED_THEN_IDENTITY_LINE(
            "POST PATH HTTP/1.1|Host: HOST|Transfer-Encoding: chunked|Transfer-Encoding: identity||5|hello|0||"),
    CHUNKED_AFTER_NOTHING("POST PATH HTTP/1.1|Host: HOST|Transfer-Encoding: , chunked||5|hello|0||"),
    CHUNKED_BEFORE_NOTHING("POST PATH HTTP/1.1|Host: HOST|Transfer-Encoding: chunked,||5|hello|0||"),
    CHUNKED_WITH_PARAMETER("POST PATH HTTP/1.1|Host: HOST|Transfer-Encoding: chunked;q=1||5|hello|0||"),
    CHUNKED_IN_QUOTES("POST PATH HTTP/1.1|Host: HOST|Transfer-Encoding: \"chunked\"||5|hello|0||"),
    CHUNKED_AND_VERTICAL_TAB("POST PATH HTTP/1.1|Host: HOST|Transfer-Encoding: chunked\u000b||5|hello|0||"),
    CHUNKED_AND_HARD_SPACE("POST PATH HTTP/1.1|Host: HOST|Transfer-Encoding: chunked\u00a0||5|hello|0||"),
    CHUNKED_FOLDED("POST PATH HTTP/1.1|Host: HOST|Transfer-Encoding:| chunked||5|hello|0||"),
    CHUNKED_BEFORE_COLON_SPACE("POST PATH HTTP/1.1|Host: HOST|Transfer-Encoding : chunked||5|hello|0||"),
    IDENTITY("POST PATH HTTP/1.1|Host: HOST|Transfer-Encoding: identity|Content-Length: 5||hello"),
    IDENTITY_ALONE("POST PATH HTTP/1.1|Host: HOST|Transfer-Encoding: identity||5|hello|0||"),
    NO_CODING("POST PATH HTTP/1.1|Host: HOST|Transfer-Encoding:|Content-Length: 5||hello"),
    CODED_GET("GET PATH HTTP/1.1|Host: HOST|Transfer-Encoding: gzip||"),
    CHUNKED_IN_HTTP_1_0_ALONE("POST PATH HTTP/1.0|Host: HOST|Transfer-Encoding: chunked||5|hello|0||"),
    SAME_LENGTH_TWICE("POST PATH HTTP/1.1|Host: HOST|Content-Length: 5|Content-Length: 5||hello"),
    SAME_LENGTH_IN_ONE_LINE("POST PATH HTTP/1.1|Host: HOST|Content-Length: 5, 5||hello"),
    NO_LENGTH("POST PATH HTTP/1.1|Host: HOST|Content-Length:||hello"),
    FRACTIONAL_LENGTH("POST PATH HTTP/1.1|Host: HOST|Content-Length: 5.0||hello"),

    // Chunks
    CHUNK_SIZE_SIGNED("POST PATH HTTP/1.1|Host: HOST|Transfer-Encoding: chunked||+5|hello|0||"),
    CHUNK_SIZE_INDENTED("POST PATH HTTP/1.1|Host: HOST|Transfer-Encoding: chunked|| 5|hello|0||"),
    CHUNK_SIZE_MISSING("POST PATH HTTP/1.1|Host: HOST|Transfer-Encoding: chunked|||hello|0||"),
    CHUNK_SIZE_ALL_ONES("POST PATH HTTP/1.1|Host: HOST|Transfer-Encoding: chunked||ffffffffffffffff|hello|0||"),
    CHUNK_SIZE_ENDS_WITH_LF("POST PATH HTTP/1.1|Host: HOST|Transfer-Encoding: chunked||5\nhello|0||"),
    CHUNK_SIZE_ENDS_WITH_CR("POST PATH HTTP/1.1|Host: HOST|Transfer-Encoding: chunked||5\rhello|0||"),
    CHUNK_ENDS_WITH_LF("POST PATH HTTP/1.1|Host: HOST|Transfer-Encoding: chunked||5|hello\n0||"),
    CHUNKS_END_WITH_LF("POST PATH HTTP/1.1|Host: HOST|Transfer-Encoding: chunked||5|hello|0\n|"),
    CHUNK_EXTENSION_WITH_LF("POST PATH HTTP/1.1|Host: HOST|Transfer-Encoding: chunked||5;a\nhello|0||"),
    CHUNK_EXTENSION_WITH_NUL("POST PATH HTTP/1.1|Host: HOST|Transfer-Encoding: chunked||5;a\u0000b|hello|0||"),
    TRAILER_FOLDED("POST PATH HTTP/1.1|Host: HOST|Transfer-Encoding: chunked||5|hello|0|X-Foo: a| b||"),
    CHUNK_SIZE_NO_NUMBER("POST PATH HTTP/1.1|Host: HOST|Transfer-Encoding: chunked||zz|hello|0||"),
    CHUNK_SIZE_NEGATIVE("POST PATH HTTP/1.1|Host: HOST|Transfer-Encoding: chunked||-5|hello|0||"),
    CHUNK_SIZE_PREFIXED("POST PATH HTTP/1.1|Host: HOST|Transfer-Encoding: chunked||0x5|hello|0||"),
    CHUNK_SIZE_OVERFLOW("POST PATH HTTP/1.1|Host: HOST|Transfer-Encoding: chunked||10000000000000005|hello|0||"),
    CHUNK_SIZE_SPLIT("POST PATH HTTP/1.1|Host: HOST|Transfer-Encoding: chunked||5 5|hello|0||"),
    CHUNK_LONGER_THAN_SAID("POST PATH HTTP/1.1|Host: HOST|Transfer-Encoding: chunked||5|hello!!|0||"),

    // Lines
    BARE_LF("GET PATH HTTP/1.1\nHost: HOST\n\n"),
    BARE_LF_IN_FIELDS("GET PATH HTTP/1.1|Host: HOST|X-Foo: bar\nX-Bar: foo||"),
    BARE_CR("GET PATH HTTP/1.1|Host: HOST|X-Foo: bar\rX-Bar: foo||"),
    SPACE_BEFORE_COLON("GET PATH HTTP/1.1|Host: HOST|X-Foo : bar||"),
    SPACE_BEFORE_COLON_OF_LENGTH("POST PATH HTTP/1.1|Host: HOST|Content-Length : 5||hello"),
    FOLDED_LINE("GET PATH HTTP/1.1|Host: HOST|X-Foo: bar| baz||"),
    FOLDED_FIRST_LINE("GET PATH HTTP/1.1| X-Foo: bar|Host: HOST||"),
    NO_COLON("GET PATH HTTP/1.1|Host: HOST|X-Foo||"),
    NO_NAME("GET PATH HTTP/1.1|Host: HOST|: bar||"),
    ILLEGAL_NAME("GET PATH HTTP/1.1|Host: HOST|X(Foo): bar||"),
    NUL_IN_NAME("GET PATH HTTP/1.1|Host: HOST|X\u0000Foo: bar||"),
    NUL_IN_VALUE("GET PATH HTTP/1.1|Host: HOST|X-Foo: b\u0000r||"),
    HUGE_FIELD("GET PATH HTTP/1.1|Host: HOST|X-Foo: " + "x".repeat(64 * 1024) + "||"),
    HUGE_SECTION("GET PATH HTTP/1.1|Host: HOST|" + "X-Foo: bar|".repeat(8 * 1024) + "|"),
    HUGE_TARGET("GET PATH" + "x".repeat(64 * 1024) + " HTTP/1.1|Host: HOST||"),

    // Hosts
    NO_HOST("GET PATH HTTP/1.1||"),
    TWO_HOSTS("GET PATH HTTP/1.1|Host: HOST|Host: HOST||"),
    TWO_DIFFERENT_HOSTS("GET PATH HTTP/1.1|Host: HOST|Host: other.test||"),
    HOST_PORT_NO_NUMBER("GET PATH HTTP/1.1|Host: localhost:http||"),
    HOST_PORT_TOO_LARGE("GET PATH HTTP/1.1|Host: localhost:99999||"),
    HOST_WITH_USER("GET PATH HTTP/1.1|Host: user@localhost||"),
    HOST_WITH_PATH("GET PATH HTTP/1.1|Host: localhost/x||"),
    HOST_PORT_SIGNED("GET PATH HTTP/1.1|Host: localhost:+80||"),
    HOST_TWO_PORTS("GET PATH HTTP/1.1|Host: localhost:80:80||"),
    HOST_EMPTY("GET PATH HTTP/1.1|Host:||"),
    HOST_PORT_ALONE("GET PATH HTTP/1.1|Host: :80||"),
    HOST_LIST("GET PATH HTTP/1.1|Host: localhost,other.test||"),
    HOST_ENCODED("GET PATH HTTP/1.1|Host: localhost%2fx||"),
    HOST_ENCODED_NUL("GET PATH HTTP/1.1|Host: localhost%00||"),
    HOST_DOTS("GET PATH HTTP/1.1|Host: ..||"),
    HOST_WITH_QUERY("GET PATH HTTP/1.1|Host: localhost?x||"),
    HOST_WITH_BACKSLASH("GET PATH HTTP/1.1|Host: localhost\\x||"),
    HOST_WITH_SEMICOLON("GET PATH HTTP/1.1|Host: localhost;x||"),
    HOST_WITH_SPACE("GET PATH HTTP/1.1|Host: local host||"),
    HOST_ABOVE_ASCII("GET PATH HTTP/1.1|Host: caf\u00e9.test||"),
    HOST_BRACKETS_AND_MORE("GET PATH HTTP/1.1|Host: [::1]x||"),
    HOST_BRACKETS_AND_NAME("GET PATH HTTP/1.1|Host: [other.test]||"),
    HOST_BEFORE_COLON_SPACE("GET PATH HTTP/1.1|Host : HOST||"),
    ABSOLUTE_WITHOUT_HOST("GET http://HOSTPATH HTTP/1.1||"),
    ABSOLUTE_WITH_TWO_HOSTS("GET http://HOSTPATH HTTP/1.1|Host: HOST|Host: HOST||"),
    ABSOLUTE_WITH_USER("GET http://user@HOSTPATH HTTP/1.1|Host: HOST||"),
    ABSOLUTE_WITHOUT_AUTHORITY("GET http://PATH HTTP/1.1|Host: HOST||"),
    ABSOLUTE_WITH_ONE_SLASH("GET http:PATH HTTP/1.1|Host: HOST||"),
    ABSOLUTE_WITH_BACKSLASH("GET http://HOST\\PATH HTTP/1.1|Host: HOST||"),

    // Request lines
    TWO_SPACES("GET  PATH HTTP/1.1|Host: HOST||"),
    TWO_SPACES_BEFORE_VERSION("GET PATH  HTTP/1.1|Host: HOST||"),
    TAB_BEFORE_TARGET("GET\tPATH HTTP/1.1|Host: HOST||"),
    TAB_BEFORE_VERSION("GET PATH\tHTTP/1.1|Host: HOST||"),
    SPACE_IN_FRONT(" GET PATH HTTP/1.1|Host: HOST||"),
    SPACE_BEHIND("GET PATH HTTP/1.1 |Host: HOST||"),
    VERSION_IN_LOWER_CASE("GET PATH http/1.1|Host: HOST||"),
    VERSION_IN_MIXED_CASE("GET PATH HTTp/1.1|Host: HOST||"),
    VERSION_WITH_MORE_DIGITS("GET PATH HTTP/1.10|Host: HOST||"),
    VERSION_OF_ANOTHER_NAME("GET PATH HTTPS/1.1|Host: HOST||"),
    STAR("GET * HTTP/1.1|Host: HOST||"),
    NUL_IN_PATH("GET PATH\u0000 HTTP/1.1|Host: HOST||"),
    ENCODED_NUL_IN_PATH("GET PATH%00 HTTP/1.1|Host: HOST||"),
    ABOVE_THE_ROOT("GET /../..PATH HTTP/1.1|Host: HOST||"),
    ABOVE_THE_ROOT_ENCODED("GET /%2e%2e/%2E%2E/%2e./..PATH HTTP/1.1|Host: HOST||"),
    ABOVE_THE_ROOT_BEHIND("GET PATH/../../../.. HTTP/1.1|Host: HOST||"),
    MALFORMED_PERCENT("GET PATH%zz HTTP/1.1|Host: HOST||"),
    FRAGMENT_IN_PATH("GET PATH#x HTTP/1.1|Host: HOST||"),
    CUT_PERCENT("GET PATH%2 HTTP/1.1|Host: HOST||"),
    RELATIVE_TARGET("GET x HTTP/1.1|Host: HOST||"),
    SPACE_IN_TARGET("GET PATH x HTTP/1.1|Host: HOST||"),
    ILLEGAL_METHOD("GE(T PATH HTTP/1.1|Host: HOST||"),
    CONNECT("CONNECT other.test:443 HTTP/1.1|Host: other.test:443||"),
    UNKNOWN_VERSION("GET PATH HTTP/3.7|Host: HOST||"),
    NO_VERSION("GET PATH||"),
    GARBAGE("\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001||");

    private final String template;

    HostileRequest(String template) {
        this.template = template;
    }

    /** Whether two readers could find two ends of it, so that what else comes on its connection must not be read. */
    boolean framingIsInDoubt() {
        return template.contains("Transfer-Encoding") || template.contains("Content-Length");
    }

    /** As bytes: {@code |} is a CRLF, any other line end stands as it is. */
    byte[] bytes(String path, String authority) {
        return template.replace("|", "\r\n")
                .replace("HOST", authority)
                .replace("PATH", path)
                .getBytes(ISO_8859_1);
    }
}
