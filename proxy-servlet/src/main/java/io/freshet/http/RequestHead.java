package io.freshet.http;

import org.eclipse.jetty.http.HttpFields;

/**
 * A request without its content.
 *
 * @param method the method, case-sensitive (RFC 9110 §9.1)
 * @param uri the target URI, absolute, exactly as received but for the authority, which is the origin's (or, where the
 *     client's {@code Host} is preserved, the client's)
 * @param fields the header fields, immutable
 */
public record RequestHead(String method, String uri, HttpFields fields) {}
