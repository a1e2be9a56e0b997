package io.freshet.proxy.origin;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLException;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.io.ssl.SslClientConnectionFactory;
import org.eclipse.jetty.io.ssl.SslConnection;

/**
 * TLS with an origin. Jetty's own tells a connection that ends without a {@code close_notify}, which may have been cut, as one that ends
 * with it (RFC 8446 §6.1, RFC 9112 §9.8).
 */
final class OriginTlsConnection extends SslConnection {

    /** Whether the origin has said that it sends no more. Not initialised here: the superclass' constructor makes the end point. */
    private volatile boolean ended;

    OriginTlsConnection(
            SslClientConnectionFactory factory,
            ByteBufferPool buffers,
            Executor executor,
            EndPoint endPoint,
            SSLEngine engine) {
        super(
                buffers,
                executor,
                factory.getSslContextFactory(),
                endPoint,
                engine,
                factory.isDirectBuffersForEncryption(),
                factory.isDirectBuffersForDecryption());
    }

    @Override
    protected SSLEngineResult unwrap(SSLEngine engine, ByteBuffer input, ByteBuffer output) throws SSLException {
        SSLEngineResult result = super.unwrap(engine, input, output);
        ended = ended || result.getStatus() == SSLEngineResult.Status.CLOSED;
        return result;
    }

    @Override
    protected SslEndPoint newSslEndPoint() {
        return new Decrypted();
    }

    private final class Decrypted extends SslEndPoint {

        private boolean received;

        /** @throws EofException if the connection ended without {@code close_notify} after HTTP/1.1 has received something */
        @Override
        public int fill(ByteBuffer buffer) throws IOException {
            int filled = super.fill(buffer);
            received = received || filled > 0;
            if (filled < 0 && received && !ended && getConnection() instanceof OriginConnection) {
                throw new EofException("TLS ended without close_notify");
            }
            return filled;
        }
    }
}
