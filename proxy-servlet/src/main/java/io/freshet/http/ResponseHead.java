package io.freshet.http;

import java.util.Optional;
import org.eclipse.jetty.http.HttpFields;

/**
 * A response without its content.
 *
 * @param status the status code, 100 to 599
 * @param reason the reason phrase (RFC 9112 §4), where the origin sent another than the usual one for the status
 * @param fields the header fields, immutable
 */
public record ResponseHead(int status, Optional<String> reason, HttpFields fields) {

    /** A head with the usual reason phrase. */
    public ResponseHead(int status, HttpFields fields) {
        this(status, Optional.empty(), fields);
    }

    /** This status and reason phrase with other fields. */
    public ResponseHead with(HttpFields others) {
        return new ResponseHead(status, reason, others);
    }
}
