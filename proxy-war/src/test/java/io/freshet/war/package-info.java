/** The WAR in real containers, each a process of its own, set up as docs/war.md says. */
@NullMarked
package io.freshet.war;

import org.jspecify.annotations.NullMarked;
