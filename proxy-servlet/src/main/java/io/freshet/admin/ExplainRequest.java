package io.freshet.admin;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.http.HttpFields;
import org.jspecify.annotations.Nullable;

/** A request that is to be explained. */
record ExplainRequest(
        @JsonProperty @Nullable String url,
        @JsonProperty @Nullable String method,
        @JsonProperty @Nullable Map<String, String> fields) {

    Optional<String> target() {
        return Optional.ofNullable(url);
    }

    String methodOrGet() {
        return method == null ? "GET" : method;
    }

    HttpFields headerFields() {
        HttpFields.Mutable all = HttpFields.build();
        if (fields != null) {
            fields.forEach((name, value) -> all.add(name, value == null ? "" : value));
        }
        return all.asImmutable();
    }
}
