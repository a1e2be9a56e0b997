import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Writes as many bytes as the end of the path says, 1k or 1m, and does nothing else: what a servlet costs at least. */
public final class BareServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;

    private final transient Map<String, byte[]> bodies = new ConcurrentHashMap<>();

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String path = request.getRequestURI();
        byte[] body = bodies.computeIfAbsent(path.substring(path.lastIndexOf('/') + 1), BareServlet::body);
        response.setHeader("Cache-Control", "public, max-age=86400");
        response.setContentType("application/octet-stream");
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }

    private static byte[] body(String size) {
        int unit = size.endsWith("m") ? 1 << 20 : 1 << 10;
        return new byte[Math.multiplyExact(Integer.parseInt(size.substring(0, size.length() - 1)), unit)];
    }
}
