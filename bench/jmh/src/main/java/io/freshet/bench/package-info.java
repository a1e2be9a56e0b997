/** Parts of a hit, measured one by one. */
@NullMarked
package io.freshet.bench;

import org.jspecify.annotations.NullMarked;
