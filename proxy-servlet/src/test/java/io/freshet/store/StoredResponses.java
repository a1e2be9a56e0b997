package io.freshet.store;

import io.freshet.http.RequestHead;
import io.freshet.http.ResponseHead;
import io.freshet.http.Site;
import io.freshet.policy.StoredHead;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;

/** Responses to store in tests, and what came back of them. */
public final class StoredResponses {

    public static final Duration HOUR = Duration.ofHours(1);

    private StoredResponses() {}

    public static StoredHead head(Clock clock, String... namesAndValues) {
        HttpFields.Mutable fields = HttpFields.build();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            fields.add(new HttpField(namesAndValues[i], namesAndValues[i + 1]));
        }
        RequestHead request = new RequestHead(
                "GET",
                "http://origin.example/a?b=c%20d",
                HttpFields.from(new HttpField("Accept-Language", "de")),
                Site.at("http://origin.example"));
        Instant now = clock.instant();
        return new StoredHead(request, new ResponseHead(200, fields.asImmutable()), now.minusMillis(20), now);
    }

    /** Stores {@code content} in one go. */
    public static void put(CacheStore store, CacheKey key, String variant, StoredHead head, byte[] content) {
        StoreWriter writer = store.open(key, variant, head, HOUR);
        writer.write(ByteBuffer.wrap(content));
        writer.commit();
    }

    public static byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    public static byte[] content(StoredResponse response) {
        return drain(response.body().open());
    }

    public static byte[] content(StoredResponse response, long from, long length) {
        return drain(response.body().open(from, length));
    }

    private static byte[] drain(Iterator<ByteBuffer> parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        while (parts.hasNext()) {
            drain(parts.next(), all);
        }
        return all.toByteArray();
    }

    public static void drain(ByteBuffer part, ByteArrayOutputStream to) {
        if (!part.isReadOnly() || !part.hasRemaining()) {
            throw new AssertionError("parts are read-only and not empty");
        }
        byte[] bytes = new byte[part.remaining()];
        part.get(bytes);
        to.writeBytes(bytes);
    }

    /** Name and value of every field, in order. */
    public static List<String> lines(HttpFields fields) {
        return fields.stream()
                .map(field -> field.getName() + ": " + field.getValue())
                .toList();
    }
}
