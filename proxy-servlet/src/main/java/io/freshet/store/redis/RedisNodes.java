package io.freshet.store.redis;

import redis.clients.jedis.Connection;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.RedisSentinelClient;
import redis.clients.jedis.exceptions.JedisClusterOperationException;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.providers.ClusterConnectionProvider;
import redis.clients.jedis.util.JedisClusterCRC16;

/** Which Redis has a key, and connections to it. */
interface RedisNodes {

    /**
     * Who has a key, as far as is known: equal for keys of the same Redis.
     *
     * @throws JedisException if that is not known
     */
    Object of(byte[] name) throws JedisException;

    /** A connection to one of those, to be closed. Blocks. */
    Connection connection(Object node) throws JedisException;

    /** One server. */
    record Single(RedisClient client) implements RedisNodes {

        @Override
        public Object of(byte[] name) {
            return this;
        }

        @Override
        public Connection connection(Object node) {
            return client.getPool().getResource();
        }
    }

    /** The master that sentinels name. */
    record Master(RedisSentinelClient client) implements RedisNodes {

        @Override
        public Object of(byte[] name) {
            return this;
        }

        @Override
        public Connection connection(Object node) {
            return client.getPrimaryNodesConnectionMap()
                    .values()
                    .iterator()
                    .next()
                    .getResource();
        }
    }

    /** A cluster's masters, by slot. */
    record Cluster(ClusterConnectionProvider provider) implements RedisNodes {

        @Override
        public Object of(byte[] name) {
            HostAndPort node = provider.getNode(JedisClusterCRC16.getSlot(name));
            if (node == null) {
                throw new JedisClusterOperationException("a slot that is served by no node");
            }
            return node;
        }

        @Override
        public Connection connection(Object node) {
            return provider.getConnection((HostAndPort) node);
        }
    }
}
