/** Counts, times and notes what goes on, for Prometheus and in the access log. */
@NullMarked
package io.freshet.standalone.metrics;

import org.jspecify.annotations.NullMarked;
