/**
 * HTTP's own vocabulary (RFC 9110, RFC 9111): message heads, dates, entity tags, {@code Cache-Control}. Pure: no clock,
 * no I/O, no log. It knows nothing of caching decisions.
 */
@NullMarked
package io.freshet.http;

import org.jspecify.annotations.NullMarked;
