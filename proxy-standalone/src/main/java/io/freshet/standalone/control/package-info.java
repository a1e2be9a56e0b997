/**
 * How a second process of the same user empties a proxy that keeps its responses in memory: over a Unix domain socket in a
 * directory that only this user can enter. Nothing of it can be reached by network.
 */
@NullMarked
package io.freshet.standalone.control;

import org.jspecify.annotations.NullMarked;
