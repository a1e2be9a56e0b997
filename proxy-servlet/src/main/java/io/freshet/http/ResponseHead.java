package io.freshet.http;

import org.eclipse.jetty.http.HttpFields;

/**
 * A response without its content.
 *
 * @param status the status code, 100 to 599
 * @param fields the header fields, immutable
 */
public record ResponseHead(int status, HttpFields fields) {}
