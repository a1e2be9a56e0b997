import jakarta.servlet.http.HttpServlet;
import org.eclipse.jetty.ee10.proxy.AsyncProxyServlet;
import org.eclipse.jetty.ee10.proxy.ProxyServlet;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * The Jetty that Freshet runs in, with as many threads, and with another servlet in it.
 *
 * <p>Arguments: {@code bare}, {@code stock} or {@code stock-async}; the port; the origin's port.
 */
public final class BareServer {

    private BareServer() {}

    public static void main(String[] arguments) throws Exception {
        Server server = new Server(new QueuedThreadPool(200, 8));
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        ServerConnector connector = new ServerConnector(server, new HttpConnectionFactory(http));
        connector.setHost("127.0.0.1");
        connector.setPort(Integer.parseInt(arguments[1]));
        server.addConnector(connector);

        ServletContextHandler context = new ServletContextHandler("/", ServletContextHandler.NO_SESSIONS);
        context.setServer(server);
        ServletHolder holder = new ServletHolder(servlet(arguments[0]));
        holder.setAsyncSupported(true);
        holder.setInitParameter("proxyTo", "http://127.0.0.1:" + arguments[2]);
        holder.setInitParameter("prefix", "/");
        context.addServlet(holder, "/*");
        server.setHandler(context);
        server.start();
        server.join();
    }

    private static HttpServlet servlet(String name) {
        return switch (name) {
            case "bare" -> new BareServlet();
            case "stock" -> new ProxyServlet.Transparent();
            case "stock-async" -> new AsyncProxyServlet.Transparent();
            default -> throw new IllegalArgumentException(name);
        };
    }
}
