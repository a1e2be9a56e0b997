package io.freshet.proxy.origin;

import io.freshet.engine.response.Step.Fetch;
import io.freshet.routing.OriginAddress;

/**
 * One try to get a response of the origin.
 *
 * @param fetch what for
 * @param address where
 * @param again whether the same request was sent before, and not answered
 */
public record Attempt(Fetch fetch, OriginAddress address, boolean again) {}
