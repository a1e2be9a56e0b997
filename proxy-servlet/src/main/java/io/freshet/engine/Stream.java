package io.freshet.engine;

import io.freshet.http.ResponseHead;

/**
 * A response that another request is still fetching: write its head, then its content as it arrives.
 *
 * @param head the head as the client gets it, but for what the connection to the client needs
 * @param content to be closed in any case
 */
public record Stream(ResponseHead head, Arriving content) implements Step {}
