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

    private final transient AdminRequestHandler entrance;

    AdminServlet(AdminRequestHandler entrance) {
        this.entrance = entrance;
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String path = Optional.ofNullable(request.getPathInfo()).orElse("/");
        AdminReply reply = entrance.answer(request.getMethod(), path, fields(request), request.getInputStream());
        byte[] content = reply.content().getBytes(StandardCharsets.UTF_8);
        response.setStatus(reply.status());
        reply.fields().forEach(field -> response.setHeader(field.getName(), field.getValue()));
        response.setContentLength(content.length);
        response.getOutputStream().write(content);
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
