/** Which origin a request goes to, and how it is treated: the operator's rules, compiled. */
@NullMarked
package io.freshet.routing;

import org.jspecify.annotations.NullMarked;
