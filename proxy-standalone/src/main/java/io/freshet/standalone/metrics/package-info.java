/** Counts and times what goes on, for Prometheus. */
@NullMarked
package io.freshet.standalone.metrics;

import org.jspecify.annotations.NullMarked;
