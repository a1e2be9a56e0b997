package io.freshet.proxy.admission;

import io.freshet.http.RequestFraming;
import java.util.Optional;
import org.eclipse.jetty.http.HttpFields;

/** A client's request as far as its head tells, however it came to be read. */
public interface ClientRequest {

    /** The request attribute that is {@code true} for the servlet where a handler before it knows {@link #endsWithHead}. */
    String ENDS_WITH_HEAD = ClientRequest.class.getName() + ".endsWithHead";

    /** The method, case-sensitive. */
    String method();

    /** For example {@code HTTP/1.1}. */
    String protocol();

    /** {@code http} or {@code https}: how the client asked. */
    String scheme();

    /** The target's path as received, a byte a character of the same number. */
    String path();

    /** The target's query as received, without the question mark, likewise. */
    Optional<String> query();

    /** Whether path and query are known byte for byte, and not as a text in which bytes that differ may be the same. */
    default boolean targetKept() {
        return true;
    }

    /** The part of the path that is the web application's; empty for the root. */
    String contextPath();

    /** The address at the other end of the connection. */
    String remoteAddress();

    /** All header fields as received; immutable. */
    HttpFields fields();

    /** Whether it is known that nothing follows the head, although no field says so: in HTTP/2 the stream may have ended with it. */
    boolean endsWithHead();

    /** How it tells where its content ends. */
    default RequestFraming framing() {
        return RequestFraming.of(protocol(), fields(), endsWithHead());
    }
}
