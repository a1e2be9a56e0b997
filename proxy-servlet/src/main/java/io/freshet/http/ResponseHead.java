package io.freshet.http;

import java.util.Optional;
import org.eclipse.jetty.http.HttpFields;

/**
 * A response without its content.
 *
 * @param status the status code, 100 to 599
 * @param reason the reason phrase (RFC 9112 §4), where the origin sent another than the usual one for the status
 * @param fields the header fields, immutable
 * @param overriding the directives that this cache goes by in place of those in {@code fields}; not part of the message
 */
public record ResponseHead(
        int status, Optional<String> reason, HttpFields fields, Optional<OverridingDirectives> overriding) {

    /** A head as its sender made it. */
    public ResponseHead(int status, Optional<String> reason, HttpFields fields) {
        this(status, reason, fields, Optional.empty());
    }

    /** A head with the usual reason phrase. */
    public ResponseHead(int status, HttpFields fields) {
        this(status, Optional.empty(), fields);
    }

    /** This status and reason phrase with other fields. */
    public ResponseHead with(HttpFields others) {
        return new ResponseHead(status, reason, others, overriding);
    }

    /** The head with other directives of this cache; with none, only what the fields say counts. */
    public ResponseHead overriddenBy(Optional<OverridingDirectives> others) {
        return others.equals(overriding) ? this : new ResponseHead(status, reason, fields, others);
    }
}
