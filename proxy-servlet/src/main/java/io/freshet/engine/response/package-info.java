/** The steps that the engine may ask for, and the answers made of stored responses. */
@NullMarked
package io.freshet.engine.response;

import org.jspecify.annotations.NullMarked;
