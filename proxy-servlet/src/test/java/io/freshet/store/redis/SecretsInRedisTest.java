package io.freshet.store.redis;

import static io.freshet.store.StoredResponses.HOUR;
import static io.freshet.store.StoredResponses.put;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.http.RequestHead;
import io.freshet.http.ResponseHead;
import io.freshet.policy.Concealment;
import io.freshet.policy.PolicySettings;
import io.freshet.policy.Reuse;
import io.freshet.policy.StoredHead;
import io.freshet.policy.StoredHeads;
import io.freshet.policy.Variance;
import io.freshet.store.CacheKey;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.eclipse.jetty.http.HttpFields;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import redis.clients.jedis.RedisClient;

/** Who reads all of Redis finds no secret of any client in it, nor can guess one. See docs/decisions/0041. */
class SecretsInRedisTest {

    private static final CacheKey KEY = new CacheKey("http://o http://site http://o/x");
    private static final String SECRET = "s3cret-value";

    @RegisterExtension
    static final RedisServerFixture REDIS = new RedisServerFixture();

    @Test
    void redis_holds_no_secret_in_clear() throws GeneralSecurityException {
        RequestHead request = new RequestHead(
                "GET",
                "http://o/x",
                HttpFields.build()
                        .add("Cookie", "sid=" + SECRET)
                        .add("Authorization", "Bearer " + SECRET)
                        .add("X-Api-Key", SECRET)
                        .add("Accept-Language", "de"));
        ResponseHead response = new ResponseHead(
                200,
                HttpFields.build()
                        .add("Cache-Control", "public, max-age=600")
                        .add("Vary", "Accept-Language, Authorization, Cookie, X-Api-Key"));
        Concealment concealment = new Concealment("the key of all nodes".getBytes(UTF_8));
        Instant now = Instant.now();
        StoredHead head = StoredHeads.of(request, response, settings(concealment), now, now);

        try (RedisStore store = new RedisStore(REDIS.config("freshet:"), 1 << 20, 8, 1 << 20, Clock.systemUTC());
                RedisClient redis = REDIS.client()) {
            redis.flushAll();
            put(store, KEY, Variance.variant(request, response, concealment), head, "content".getBytes(UTF_8));
            StoredHead read = store.lookup(KEY).get(0).head();

            List<String> everything = everything(redis);
            assertThat(everything).anyMatch(text -> text.contains("Accept-Language: de"));
            for (String one : List.of(SECRET, "Bearer " + SECRET, "sid=" + SECRET)) {
                for (String told : List.of(
                        one, base64(one.getBytes(UTF_8)), base64(sha256(one)).substring(0, 22))) {
                    assertThat(everything).noneMatch(text -> text.contains(told));
                }
            }

            assertThat(reuse(request, read, concealment)).isInstanceOf(Reuse.Serve.class);
            assertThat(reuse(request, read, new Concealment(new byte[1]))).isInstanceOf(Reuse.Forward.class);
            assertThat(reuse(new RequestHead("GET", "http://o/x", read.request().fields()), read, concealment))
                    .as("a request with what Redis holds")
                    .isInstanceOf(Reuse.Forward.class);
        }
    }

    private static Reuse reuse(RequestHead request, StoredHead stored, Concealment concealment) {
        return Reuse.decide(request, List.of(stored), settings(concealment), Instant.now());
    }

    private static PolicySettings settings(Concealment concealment) {
        PolicySettings usual = PolicySettings.DEFAULT;
        return new PolicySettings(
                usual.defaultTtl(),
                usual.heuristicFraction(),
                usual.heuristicMax(),
                usual.staleIfError(),
                usual.staleWhileRevalidate(),
                HOUR,
                usual.storeCookies(),
                usual.targets(),
                usual.deceptionGuard(),
                usual.storeUntilClose(),
                concealment);
    }

    /** Names and values, as they are and as this cache reads them. */
    private static List<String> everything(RedisClient redis) {
        List<String> texts = new ArrayList<>();
        for (String key : redis.keys("*")) {
            texts.add(key);
            texts.add(new String(redis.dump(key.getBytes(UTF_8)), ISO_8859_1));
            if (redis.type(key).equals("hash")) {
                for (Map.Entry<byte[], byte[]> entry :
                        redis.hgetAll(key.getBytes(UTF_8)).entrySet()) {
                    texts.add(new String(entry.getKey(), ISO_8859_1));
                    texts.add(new String(entry.getValue(), ISO_8859_1));
                }
            } else if (redis.type(key).equals("string")) {
                PackedEntries.read(redis.get(key.getBytes(UTF_8))).entries().forEach(packed -> EntryCodec.head(
                                packed.value())
                        .ifPresent(head -> texts.add(head.toString())));
            }
        }
        return texts;
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static byte[] sha256(String text) throws GeneralSecurityException {
        return MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
    }
}
