/** Responses on their way into the store, and what changes or removes stored ones. */
@NullMarked
package io.freshet.engine.storing;

import org.jspecify.annotations.NullMarked;
