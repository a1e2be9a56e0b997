package io.freshet.store.redis;

import io.freshet.config.ConfigException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import redis.clients.jedis.exceptions.JedisClusterException;
import redis.clients.jedis.exceptions.JedisClusterOperationException;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisRedirectionException;

/**
 * Says in few words why Redis did not do what it was asked. Never repeats what Redis said beyond its error code: some of its
 * messages quote the command, and so the password.
 */
final class Failures {

    private static final Pattern ERROR_CODE = Pattern.compile("^([A-Z]{2,20})\\b");

    /** Within a script, Redis may say the code of its command behind its own words. */
    private static final Pattern WRITES_REFUSED = Pattern.compile("\\b(OOM|READONLY|MISCONF|NOREPLICAS|NOPERM)\\b");

    private Failures() {}

    static String reason(Throwable failure) {
        if (failure.getCause() instanceof ConfigException unusable) {
            String sentence = unusable.getMessage();
            return sentence.substring(0, sentence.length() - 1);
        }
        if (has(failure, ConnectException.class)) {
            return "connection refused";
        }
        if (has(failure, UnknownHostException.class)) {
            return "unknown host";
        }
        if (has(failure, NoRouteToHostException.class)) {
            return "no route to host";
        }
        if (has(failure, SocketTimeoutException.class)) {
            return "no answer in time";
        }
        if (has(failure, SSLException.class)) {
            return "no TLS connection";
        }
        if (has(failure, NoSuchElementException.class)) {
            return "all connections are busy";
        }
        if (failure instanceof JedisDataException) {
            return reason(String.valueOf(failure.getMessage()));
        }
        return failure instanceof JedisConnectionException
                ? "connection lost"
                : failure.getClass().getSimpleName();
    }

    private static String reason(String answer) {
        if (answer.startsWith("WRONGPASS") || answer.contains("invalid password")) {
            return "wrong password";
        }
        if (answer.contains("without any password configured")) {
            return "a password was given, but none is set";
        }
        if (answer.startsWith("NOAUTH")) {
            return "needs a password";
        }
        if (answer.startsWith("LOADING")) {
            return "still loading its data";
        }
        if (answer.contains("DB index is out of range")) {
            return "no such database";
        }
        Matcher refused = WRITES_REFUSED.matcher(answer);
        if (refused.find()) {
            return switch (refused.group()) {
                case "OOM" -> "out of memory";
                case "READONLY" -> "a read-only replica";
                case "MISCONF" -> "it cannot save to its disk";
                case "NOREPLICAS" -> "too few replicas";
                default -> "the user lacks a permission";
            };
        }
        Matcher code = ERROR_CODE.matcher(answer);
        return code.find() ? "error " + code.group(1) : "an error";
    }

    /** Whether Redis answered that it takes no writes now; it may still answer reads. */
    static boolean refusesWrites(Throwable failure) {
        return failure instanceof JedisDataException
                && WRITES_REFUSED.matcher(String.valueOf(failure.getMessage())).find();
    }

    /** Whether the failure is that the connection broke in use: another connection may work. */
    static boolean connectionLost(Throwable failure) {
        return failure instanceof JedisConnectionException
                && !has(failure, ConnectException.class)
                && !has(failure, UnknownHostException.class)
                && !has(failure, NoRouteToHostException.class)
                && !has(failure, SocketTimeoutException.class)
                && !has(failure, SSLException.class);
    }

    /** Whether the same command may do, alone: a cluster has changed, or the connection broke in use. */
    static boolean askAgain(Throwable failure) {
        return failure instanceof JedisRedirectionException
                || failure instanceof JedisClusterException
                || failure instanceof JedisClusterOperationException
                || connectionLost(failure);
    }

    /** Looks through causes and through suppressed failures, where Jedis puts those of each address it tried. */
    private static boolean has(Throwable failure, Class<? extends Throwable> kind) {
        Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        Deque<Throwable> next = new ArrayDeque<>();
        next.add(failure);
        while (!next.isEmpty()) {
            Throwable one = next.remove();
            if (kind.isInstance(one)) {
                return true;
            }
            if (seen.add(one)) {
                if (one.getCause() != null) {
                    next.add(one.getCause());
                }
                Collections.addAll(next, one.getSuppressed());
            }
        }
        return false;
    }
}
