package io.freshet.http;

import org.eclipse.jetty.http.HttpFields;

/**
 * A request without its content.
 *
 * @param method the method, case-sensitive (RFC 9110 §9.1)
 * @param uri the target URI, absolute, exactly as received but for the authority, which is the origin's (or, where the
 *     client's {@code Host} is preserved, the client's)
 * @param fields the header fields, immutable
 * @param site what the client asked, and knows the target by
 */
public record RequestHead(String method, String uri, HttpFields fields, Site site) {

    /** A request to the site that its fields tell the origin of. */
    public RequestHead(String method, String uri, HttpFields fields) {
        this(method, uri, fields, Site.told(fields));
    }

    /** This request with other fields. */
    public RequestHead with(HttpFields others) {
        return new RequestHead(method, uri, others, site);
    }
}
