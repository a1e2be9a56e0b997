/** From a request to its next step. Each class here has the engine's parts handed down and knows no engine. */
@NullMarked
package io.freshet.engine.course;

import org.jspecify.annotations.NullMarked;
