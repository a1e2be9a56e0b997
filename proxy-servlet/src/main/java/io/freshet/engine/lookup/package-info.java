/** What is stored that a request may select. */
@NullMarked
package io.freshet.engine.lookup;

import org.jspecify.annotations.NullMarked;
