/**
 * The cache at work: looks stored responses up, asks {@code policy}, and says what an adapter must do next. Knows stores
 * and rules; knows neither the servlet API nor an HTTP client, so that every front end shares it.
 */
@NullMarked
package io.freshet.engine;

import org.jspecify.annotations.NullMarked;
