package io.freshet.standalone;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpStream;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Resets the connection of an HTTP/1.0 client whose response fails. Such a client takes the end of the connection for the end
 * of the response (RFC 9112 §6.3), so that nothing but a reset tells it that the response broke off.
 */
final class ResetOnFailure extends Handler.Wrapper {

    ResetOnFailure(Handler handler) {
        super(handler);
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        if (request.getConnectionMetaData().getHttpVersion().getVersion() < HttpVersion.HTTP_1_1.getVersion()) {
            request.addHttpStreamWrapper(stream -> new HttpStream.Wrapper(stream) {
                @Override
                public void failed(Throwable failure) {
                    resetOnClose(request);
                    super.failed(failure);
                }
            });
        }
        return super.handle(request, response, callback);
    }

    private static void resetOnClose(Request request) {
        Object transport =
                request.getConnectionMetaData().getConnection().getEndPoint().getTransport();
        if (transport instanceof SocketChannel channel) {
            try {
                channel.setOption(StandardSocketOptions.SO_LINGER, 0);
            } catch (IOException closed) {
                // The client has gone and will not be misled.
            }
        }
    }
}
