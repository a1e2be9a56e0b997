/**
 * What clients may get whatever an origin says of itself: origins that share tags, lose {@code Vary}, have no clock and change without
 * a word are asked through a cache, and each answer is held against what they have said.
 */
@NullMarked
package io.freshet.testing.oracle;

import org.jspecify.annotations.NullMarked;
