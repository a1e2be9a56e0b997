package io.freshet.policy;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Keeps what may be a secret out of what is stored: of the request fields that a {@code Vary} names, a keyed digest is kept in place
 * of the value, from which it cannot be guessed without the key. See docs/decisions/0041.
 */
public final class Concealment {

    private static final String ALGORITHM = "HmacSHA256";

    /** What is kept as it came, in lower case: what clients say of what they can show, and of the page they come from. */
    private static final Set<String> PLAIN = Set.of(
            "accept",
            "accept-charset",
            "accept-encoding",
            "accept-language",
            "access-control-request-headers",
            "access-control-request-method",
            "content-type",
            "device-memory",
            "dnt",
            "downlink",
            "dpr",
            "ect",
            "host",
            "origin",
            "range",
            "rtt",
            "save-data",
            "user-agent",
            "viewport-width",
            "width",
            "x-forwarded-host",
            "x-forwarded-proto",
            "x-requested-with");

    private final SecretKeySpec key;

    /** @param key one or more bytes; caches that share a store share what they conceal where they have the same */
    public Concealment(byte[] key) {
        this.key = new SecretKeySpec(key, ALGORITHM);
    }

    /** Whether the value of the field {@code name}, in lower case, is concealed. */
    static boolean conceals(String name) {
        return !PLAIN.contains(name) && !name.startsWith("sec-");
    }

    /** What is kept of {@code value} of the field {@code name}: the same for the same, 43 characters. */
    String of(String name, String value) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            mac.update((name + ':').getBytes(StandardCharsets.US_ASCII));
            byte[] digest = mac.doFinal(value.getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
        } catch (GeneralSecurityException impossible) {
            throw new AssertionError("every Java platform has HMAC with SHA-256", impossible);
        }
    }
}
