package io.freshet.routing;

import io.freshet.engine.CacheEngine;

/**
 * The way of a request.
 *
 * @param origin where it leads
 * @param edit what is done to the request before cache and origin see it
 * @param engine what decides, as the operator's rules want it
 */
public record Route(Origin origin, RequestEdit edit, CacheEngine engine) {}
