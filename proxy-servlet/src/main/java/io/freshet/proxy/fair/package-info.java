/** Shares of what there is a limited number of: no client takes what others need. */
@NullMarked
package io.freshet.proxy.fair;

import org.jspecify.annotations.NullMarked;
