package io.freshet.admin;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Optional;
import org.eclipse.jetty.http.HttpFields;

/** The admin API in a container. */
final class AdminServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;

    private final transient AdminApi api;
    private final transient AdminGuard guard;

    AdminServlet(AdminApi api, AdminGuard guard) {
        this.api = api;
        this.guard = guard;
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        AdminReply reply = answer(request);
        byte[] content = reply.content().getBytes(StandardCharsets.UTF_8);
        response.setStatus(reply.status());
        response.setContentType(reply.type());
        response.setHeader("Cache-Control", "no-store");
        response.setHeader("X-Content-Type-Options", "nosniff");
        if (reply.status() == 401) {
            response.setHeader("WWW-Authenticate", "Bearer");
        }
        response.setContentLength(content.length);
        response.getOutputStream().write(content);
    }

    private AdminReply answer(HttpServletRequest request) throws IOException {
        String path = Optional.ofNullable(request.getPathInfo()).orElse("/");
        Optional<AdminReply> refusal = AdminApi.open(path) ? Optional.empty() : guard.refusal(fields(request));
        if (refusal.isPresent()) {
            return refusal.get();
        }
        boolean mayHaveContent = request.getMethod().equals("POST") && !AdminApi.open(path);
        // With one byte more than is allowed it is known that there is too much.
        byte[] content = mayHaveContent ? request.getInputStream().readNBytes(AdminApi.MAX_CONTENT + 1) : new byte[0];
        return content.length > AdminApi.MAX_CONTENT
                ? AdminApi.tooLarge()
                : api.answer(request.getMethod(), path, Optional.ofNullable(request.getContentType()), content);
    }

    private static HttpFields fields(HttpServletRequest request) {
        HttpFields.Mutable fields = HttpFields.build();
        for (String name : Collections.list(request.getHeaderNames())) {
            for (String value : Collections.list(request.getHeaders(name))) {
                fields.add(name, value);
            }
        }
        return fields.asImmutable();
    }
}
