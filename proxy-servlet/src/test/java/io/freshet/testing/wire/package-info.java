/**
 * The invariant of the way to the origin: for whatever a client sends, the origin sees exactly one well-formed message with that
 * content, or nothing; and what comes next on that connection is another client's own request.
 */
@NullMarked
package io.freshet.testing.wire;

import org.jspecify.annotations.NullMarked;
