/** How threads are made; any package but {@code http} and {@code policy} may use it. */
@NullMarked
package io.freshet.thread;

import org.jspecify.annotations.NullMarked;
