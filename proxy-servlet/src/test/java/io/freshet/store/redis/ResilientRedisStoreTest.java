package io.freshet.store.redis;

import io.freshet.store.CacheStore;
import io.freshet.store.CacheStoreContract;
import io.freshet.store.ResilientStore;
import org.junit.jupiter.api.extension.RegisterExtension;
import redis.clients.jedis.RedisClient;

/** The decorator changes nothing while all is well. */
class ResilientRedisStoreTest extends CacheStoreContract {

    @RegisterExtension
    static final RedisServerFixture REDIS = new RedisServerFixture();

    @Override
    protected CacheStore newStore() {
        try (RedisClient client = REDIS.client()) {
            client.flushAll();
        }
        return new ResilientStore(
                new RedisStore(REDIS.config("freshet:"), MAX_OBJECT, MAX_VARIANTS, 64 * 1024 * 1024, clock));
    }
}
