/** Runs the targets of the fuzzers, which are beside what they try, on what is known. */
@NullMarked
package io.freshet.fuzz;

import org.jspecify.annotations.NullMarked;
