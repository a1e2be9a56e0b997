package io.freshet.engine.lookup;

import io.freshet.http.NoVarySearch;
import java.time.Instant;

/**
 * By what of their queries responses of one path are stored.
 *
 * @param search which parameters matter
 * @param since when it was learned. The rule may have been known before, and forgotten: what was stored by it earlier may have
 *     been passed by when its URI was invalidated, and does not count
 */
public record SearchRule(NoVarySearch search, Instant since) {}
