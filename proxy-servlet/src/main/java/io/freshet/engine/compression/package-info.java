/** The compressed variants that the cache makes of stored responses. */
@NullMarked
package io.freshet.engine.compression;

import org.jspecify.annotations.NullMarked;
