/**
 * HTTP/1.1 as bytes on a socket: a client and an origin that send exactly what a test says and keep exactly what arrived,
 * and the contracts that every packaging of the proxy passes over them.
 */
@NullMarked
package io.freshet.testing;

import org.jspecify.annotations.NullMarked;
