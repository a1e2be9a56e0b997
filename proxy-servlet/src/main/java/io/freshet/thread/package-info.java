/** How threads are made and turns are taken; any package but {@code http} and {@code policy} may use it. */
@NullMarked
package io.freshet.thread;

import org.jspecify.annotations.NullMarked;
