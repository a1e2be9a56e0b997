/** The configuration file: what may stand in it, and reading it. */
@NullMarked
package io.freshet.config.file;

import org.jspecify.annotations.NullMarked;
