/**
 * The cache as a servlet: {@link io.freshet.servlet.CachingProxyServlet} carries bytes between client, cache and origin,
 * and {@link io.freshet.servlet.Freshet} composes stores and engine from a configuration, for a container and for the
 * standalone server alike.
 */
@NullMarked
package io.freshet.servlet;

import org.jspecify.annotations.NullMarked;
