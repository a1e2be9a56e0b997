package io.freshet.bench;

import io.freshet.http.HttpDate;
import io.freshet.http.RequestHead;
import io.freshet.http.ResponseHead;
import io.freshet.policy.PolicySettings;
import io.freshet.policy.StoredHead;
import io.freshet.policy.StoredHeads;
import java.time.Instant;
import org.eclipse.jetty.http.HttpFields;

/** A request as a browser sends it, and a response as an API gives it. */
public final class Samples {

    public static final String ORIGIN = "https://api.example.com";

    private Samples() {}

    public static RequestHead request(int number) {
        HttpFields fields = HttpFields.build()
                .add("Accept", "application/json, text/plain, */*")
                .add("Accept-Language", "de-DE,de;q=0.9,en;q=0.8")
                .add("Accept-Encoding", "gzip, deflate, br")
                .add("User-Agent", "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0")
                .add("X-Forwarded-Proto", "https")
                .add("X-Forwarded-Host", "www.example.com")
                .asImmutable();
        return new RequestHead("GET", ORIGIN + "/products/" + number + "?select=title,price", fields);
    }

    /** A response with values as a parser gives them: new strings. */
    public static ResponseHead response(int number, int length, int moreFields) {
        HttpFields.Mutable fields = HttpFields.build()
                .add("Date", HttpDate.format(Instant.now()))
                .add("Content-Type", fresh("application/json; charset=utf-8"))
                .add("Content-Length", String.valueOf(length))
                .add("Cache-Control", fresh("public, max-age=300"))
                .add("ETag", "W/\"" + Integer.toHexString(number) + "-xh3f9\"")
                .add("Vary", fresh("Accept-Encoding"))
                .add(fresh("X-Request-Id"), "req-" + number);
        for (int i = 0; i < moreFields; i++) {
            fields.add("X-More-" + i, "value " + number);
        }
        return new ResponseHead(200, fields.asImmutable());
    }

    /** What is stored of such a response to such a request. */
    public static StoredHead stored(RequestHead request, ResponseHead response, Instant now) {
        return StoredHeads.of(request, response, PolicySettings.DEFAULT, now.minusMillis(20), now);
    }

    @SuppressWarnings("StringCopy")
    private static String fresh(String text) {
        return new String(text.toCharArray());
    }
}
