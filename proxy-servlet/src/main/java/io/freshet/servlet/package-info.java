/** The proxy in a servlet container: reads requests out of the servlet API and writes responses into it. Decides nothing. */
@NullMarked
package io.freshet.servlet;

import org.jspecify.annotations.NullMarked;
