package io.freshet.proxy.exchange;

import io.freshet.proxy.origin.OriginRequestBuilder;

/**
 * What an exchange with an origin needs: the servlet has it, and lends it to what reads requests without the servlet API.
 *
 * @param context what all exchanges share
 * @param requests makes the requests to origins
 */
public record OriginAccess(ExchangeContext context, OriginRequestBuilder requests) {}
