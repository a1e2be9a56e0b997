/** A proxy made of its configuration, and what an operator does with it while it runs. */
@NullMarked
package io.freshet.proxy;

import org.jspecify.annotations.NullMarked;
