package io.freshet.store.redis;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisNoScriptException;

/** The scripts that make changes of several steps atomic. What each takes and returns is said in its file. */
enum Script {
    COMMIT("commit.lua"),
    FRESHEN("freshen.lua"),
    DROP("drop.lua"),
    REMOVE("remove.lua"),
    HEADS("heads.lua"),
    ANNOUNCE("announce.lua"),
    ELECT("elect.lua"),
    LEASE("lease.lua"),
    NODES("nodes.lua");

    private final String text;
    private final String sha1;

    Script(String file) {
        text = read("lib.lua") + '\n' + read(file);
        try {
            sha1 = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(text.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError("every Java platform has SHA-1", impossible);
        }
    }

    /** A text that lies beside this class. */
    static String read(String file) {
        try (InputStream in = Script.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException("missing from the jar: " + file);
            }
            return new String(in.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A number as the scripts take it. */
    static byte[] number(long number) {
        return Long.toString(number).getBytes(US_ASCII);
    }

    /** Runs in one round trip; in two where Redis does not know the script yet, or has forgotten it. */
    @Nullable
    Object run(UnifiedJedis redis, List<byte[]> keys, List<byte[]> arguments) {
        try {
            return redis.evalsha(sha1.getBytes(US_ASCII), keys, arguments);
        } catch (JedisNoScriptException unknown) {
            return redis.eval(text.getBytes(UTF_8), keys, arguments);
        }
    }
}
