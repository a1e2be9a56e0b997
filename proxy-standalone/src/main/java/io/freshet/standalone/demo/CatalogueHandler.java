package io.freshet.standalone.demo;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Answers {@code /products} and {@code /products/ID} in JSON, after a while. */
final class CatalogueHandler extends Handler.Abstract.NonBlocking {

    private static final Pattern PRODUCT = Pattern.compile("/products/([0-9]{1,4})");

    private final Duration delay;

    /** A catalogue that takes {@code delay} for each answer. */
    CatalogueHandler(Duration delay) {
        this.delay = delay;
    }

    /** What is at a path: content and how it may be cached. */
    private record Resource(String json, Optional<String> cacheControl, boolean translated) {

        /** Strong: the same tag means the same bytes (RFC 9110 §8.8.3). */
        String etag() {
            return "\"" + Integer.toHexString(json.hashCode()) + "\"";
        }
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        Runnable answer = () -> {
            try {
                answer(request, response, callback);
            } catch (RuntimeException failure) {
                callback.failed(failure);
            }
        };
        request.getComponents().getScheduler().schedule(answer, delay.toMillis(), TimeUnit.MILLISECONDS);
        return true;
    }

    private static void answer(Request request, Response response, Callback callback) {
        if (!List.of("GET", "HEAD").contains(request.getMethod())) {
            response.getHeaders().put(HttpHeader.ALLOW, "GET, HEAD");
            write(response, HttpStatus.METHOD_NOT_ALLOWED_405, "{\"error\":\"read only\"}", callback);
            return;
        }
        Optional<Resource> found = find(Request.getPathInContext(request), wantsGerman(request));
        if (found.isEmpty()) {
            write(response, HttpStatus.NOT_FOUND_404, "{\"error\":\"not found\"}", callback);
            return;
        }
        Resource resource = found.get();
        response.getHeaders().put(HttpHeader.ETAG, resource.etag());
        resource.cacheControl().ifPresent(text -> response.getHeaders().put(HttpHeader.CACHE_CONTROL, text));
        if (resource.translated()) {
            response.getHeaders().put(HttpHeader.VARY, "Accept-Language");
        }
        if (isCurrent(request, resource.etag())) {
            response.setStatus(HttpStatus.NOT_MODIFIED_304);
            // Left alone, Jetty says 0 (RFC 9110 §8.6: the length of the content that is not sent, or nothing).
            response.getHeaders()
                    .put(HttpHeader.CONTENT_LENGTH, content(resource.json()).remaining());
            callback.succeeded();
        } else {
            write(response, HttpStatus.OK_200, resource.json(), callback);
        }
    }

    private static Optional<Resource> find(String path, boolean german) {
        if (path.equals("/products")) {
            String all = Product.CATALOGUE.stream()
                    .map(product -> product.json(false))
                    .collect(Collectors.joining(",", "{\"products\":[", "]}"));
            return Optional.of(new Resource(all, Optional.of("max-age=30"), false));
        }
        Matcher matcher = PRODUCT.matcher(path);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        int id = Integer.parseInt(matcher.group(1));
        return Product.CATALOGUE.stream()
                .filter(product -> product.id() == id)
                .findFirst()
                .map(product -> new Resource(product.json(german), product.cacheControl(), product.isTranslated()));
    }

    private static boolean wantsGerman(Request request) {
        String languages = request.getHeaders().get(HttpHeader.ACCEPT_LANGUAGE);
        return languages != null && languages.toLowerCase(Locale.ROOT).startsWith("de");
    }

    /** RFC 9110 §13.1.2: the comparison is weak. No tag of this origin holds a comma. */
    private static boolean isCurrent(Request request, String etag) {
        return request.getHeaders().getValuesList(HttpHeader.IF_NONE_MATCH).stream()
                .flatMap(value -> Arrays.stream(value.split(",", -1)))
                .map(String::strip)
                .anyMatch(tag -> tag.equals("*") || tag.equals(etag) || tag.equals("W/" + etag));
    }

    private static void write(Response response, int status, String json, Callback callback) {
        response.setStatus(status);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
        response.write(true, content(json), callback);
    }

    private static ByteBuffer content(String json) {
        return StandardCharsets.UTF_8.encode(json + "\n");
    }
}
