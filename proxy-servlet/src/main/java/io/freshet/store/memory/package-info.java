/** A store in this process' memory, bounded in bytes. */
@NullMarked
package io.freshet.store.memory;

import org.jspecify.annotations.NullMarked;
