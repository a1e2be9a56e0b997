package io.freshet.admin;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;

/** The way in, whatever server a request came through: who may ask, and how much; then {@link AdminApi} answers, or a page beside it. */
public final class AdminRequestHandler {

    private final AdminApi api;
    private final AdminGuard guard;
    private final Map<String, Function<HttpFields, AdminReply>> pages;

    /** @param pages what else can be read, by its path, as a request's fields want it */
    public AdminRequestHandler(AdminApi api, AdminGuard guard, Map<String, Function<HttpFields, AdminReply>> pages) {
        this.api = api;
        this.guard = guard;
        this.pages = Map.copyOf(pages);
    }

    /**
     * Answers any request. May block for the store, and for the content of who may send some.
     *
     * @throws IOException if the content cannot be read
     */
    public AdminReply answer(String method, String path, HttpFields fields, InputStream content) throws IOException {
        if (AdminApi.open(path)) {
            return api.answer(method, path, Optional.empty(), new byte[0]);
        }
        Optional<AdminReply> refusal = guard.refusal(fields);
        if (refusal.isPresent()) {
            return refusal.get();
        }
        Function<HttpFields, AdminReply> page = pages.get(path);
        if (page != null && AdminApi.reads(method)) {
            return page.apply(fields);
        }
        if (!method.equals("POST")) {
            return api.answer(method, path, Optional.empty(), new byte[0]);
        }
        if (fields.getLongField(HttpHeader.CONTENT_LENGTH) > AdminApi.MAX_CONTENT) {
            return AdminApi.tooLarge();
        }
        // With one byte more than is allowed it is known that there is too much.
        byte[] sent = content.readNBytes(AdminApi.MAX_CONTENT + 1);
        return sent.length > AdminApi.MAX_CONTENT
                ? AdminApi.tooLarge()
                : api.answer(method, path, Optional.ofNullable(fields.get(HttpHeader.CONTENT_TYPE)), sent);
    }
}
