/** What becomes of a client's request before it is looked up in a store that may block. Knows no socket. */
@NullMarked
package io.freshet.proxy.admission;

import org.jspecify.annotations.NullMarked;
