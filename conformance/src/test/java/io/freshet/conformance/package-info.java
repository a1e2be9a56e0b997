/** The public suite http-cache-tests, run through every packaging. */
@NullMarked
package io.freshet.conformance;

import org.jspecify.annotations.NullMarked;
