package io.freshet.admin;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.freshet.log.Printable;
import java.io.IOException;
import java.util.Map;

/** JSON as this API writes and reads it: names in kebab case, absent things left out, nothing unknown taken. */
final class Json {

    static final String TYPE = "application/json";

    private static final int DEEPEST = 8;

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.KEBAB_CASE)
            .defaultPropertyInclusion(
                    JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.ALWAYS))
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    static {
        MAPPER.getFactory()
                .setStreamReadConstraints(
                        StreamReadConstraints.builder().maxNestingDepth(DEEPEST).build());
    }

    private Json() {}

    static AdminReply of(int status, Object value) {
        try {
            String text =
                    Printable.lines(MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(value) + "\n");
            return new AdminReply(status, TYPE, text);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("what this API says can be written as JSON", impossible);
        }
    }

    static AdminReply problem(int status, String why) {
        return of(status, Map.of("error", why));
    }

    /** Reads what a caller sends; the message of the exception can be shown to him. */
    static <T> T read(byte[] bytes, Class<T> type) throws IOException {
        try {
            T value = MAPPER.readValue(bytes, type);
            if (value == null) {
                throw new IOException("null");
            }
            return value;
        } catch (JsonProcessingException wrong) {
            throw new IOException(wrong.getOriginalMessage());
        }
    }
}
