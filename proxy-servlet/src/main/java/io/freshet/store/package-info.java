/**
 * Where stored responses are kept. {@link io.freshet.store.CacheStore} is the contract; each kind of store has a package
 * of its own, and all of them pass the same contract test. A store knows keys, variants and bytes; which stored response
 * may answer which request is decided in {@code policy}.
 */
@NullMarked
package io.freshet.store;

import org.jspecify.annotations.NullMarked;
