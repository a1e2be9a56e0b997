package io.freshet.config;

import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Where Redis is and how to use it.
 *
 * @param uri as {@link RedisUriSyntax} has read it: of one server, of the sentinels that know which it is, or of nodes of a cluster;
 *     perhaps with user and password
 * @param prefix what every key begins with, so that several caches can share one Redis; not empty
 * @param lookupWait how long a request waits for what Redis has for it, before that is taken for nothing
 * @param timeout the longest wait for any other answer of Redis, for a connection to it, or for a free one
 * @param maxConnections the most connections to one Redis
 * @param tlsFiles whom to trust and who one is, where {@link #tls()}
 * @param secret the key of the digests that stand for secrets in what is stored; empty for one of this process' own
 */
public record RedisConfig(
        URI uri,
        String prefix,
        Duration lookupWait,
        Duration timeout,
        int maxConnections,
        TlsFiles tlsFiles,
        Optional<String> secret) {

    /** With one limit for every wait, and what the JVM trusts. */
    public RedisConfig(URI uri, String prefix, Duration timeout, int maxConnections) {
        this(uri, prefix, timeout, timeout, maxConnections, TlsFiles.none("redis"), Optional.empty());
    }

    private static final int PORT = 6379;
    private static final int SENTINEL_PORT = 26_379;

    /** What is at the addresses. */
    public enum Topology {
        /** The one server that keeps everything. */
        STANDALONE,
        /** Sentinels, which know who the master is. */
        SENTINEL,
        /** Some of a cluster's nodes; they know the others. */
        CLUSTER
    }

    /** An address; {@code host} without the brackets of an IPv6 address. */
    public record Node(String host, int port) {

        @Override
        public String toString() {
            return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
        }
    }

    /** What is at the addresses. */
    public Topology topology() {
        return switch (uri.getScheme()) {
            case "redis-sentinel", "rediss-sentinel" -> Topology.SENTINEL;
            case "redis-cluster", "rediss-cluster" -> Topology.CLUSTER;
            default -> Topology.STANDALONE;
        };
    }

    /** Whether every connection is with TLS. */
    public boolean tls() {
        return uri.getScheme().startsWith("rediss");
    }

    /** One or more addresses. */
    public List<Node> nodes() {
        int fallback = topology() == Topology.SENTINEL ? SENTINEL_PORT : PORT;
        String authority = uri.getRawAuthority();
        return Arrays.stream(authority.substring(authority.lastIndexOf('@') + 1).split(","))
                .map(address -> node(address, fallback))
                .toList();
    }

    private static Node node(String address, int fallback) {
        int colon = address.lastIndexOf(':');
        boolean told = colon > address.lastIndexOf(']');
        String host = told ? address.substring(0, colon) : address;
        String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
        return new Node(bare, told ? Integer.parseInt(address.substring(colon + 1)) : fallback);
    }

    /** User and password as they stand in the URI, percent-encoded: {@code user:password} or {@code :password}. */
    public Optional<String> rawUserInfo() {
        String authority = uri.getRawAuthority();
        int at = authority.lastIndexOf('@');
        return at < 0 ? Optional.empty() : Optional.of(authority.substring(0, at));
    }

    /** What the sentinels call the master. */
    public Optional<String> master() {
        return topology() == Topology.SENTINEL ? Optional.of(path().get(0)) : Optional.empty();
    }

    /** The number of the database, where one is given. */
    public Optional<Integer> database() {
        int at = topology() == Topology.SENTINEL ? 1 : 0;
        return path().size() > at ? Optional.of(Integer.parseInt(path().get(at))) : Optional.empty();
    }

    private List<String> path() {
        return Arrays.stream(uri.getRawPath().split("/"))
                .filter(part -> !part.isEmpty())
                .toList();
    }

    /** The same with another number of connections. */
    public RedisConfig withConnections(int most) {
        return new RedisConfig(uri, prefix, lookupWait, timeout, most, tlsFiles, secret);
    }

    /** The URI without user and password, for people and logs. */
    public String display() {
        String path = uri.getPath() == null || uri.getPath().equals("/") ? "" : uri.getPath();
        return uri.getScheme() + "://" + addresses() + path;
    }

    /** The addresses, for people and logs. */
    public String addresses() {
        return nodes().stream().map(Node::toString).collect(Collectors.joining(","));
    }

    /** Never shows the password, nor the secret. */
    @Override
    public String toString() {
        return "RedisConfig[" + display() + ", prefix=" + prefix + ", lookupWait=" + lookupWait + ", timeout=" + timeout
                + ", maxConnections=" + maxConnections + ", tlsFiles=" + tlsFiles + "]";
    }
}
