/** How the operator's settings and rules bear on a request, and the key that it gets. */
@NullMarked
package io.freshet.engine.rules;

import org.jspecify.annotations.NullMarked;
