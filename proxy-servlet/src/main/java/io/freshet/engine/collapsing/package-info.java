/** The fetches under way, on this node and on others, and the requests that wait for them. */
@NullMarked
package io.freshet.engine.collapsing;

import org.jspecify.annotations.NullMarked;
