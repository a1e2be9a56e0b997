package io.freshet.proxy.origin;

import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import javax.net.ssl.SSLEngine;
import org.eclipse.jetty.io.ClientConnectionFactory;
import org.eclipse.jetty.io.ClientConnector;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.ssl.SslClientConnectionFactory;
import org.eclipse.jetty.io.ssl.SslConnection;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/** Opens connections to origins that tell an orderly end from any other. See docs/decisions/0051. */
public final class OriginConnector extends ClientConnector {

    @Override
    protected EndPoint newEndPoint(SelectableChannel channel, ManagedSelector selector, SelectionKey key) {
        return new OriginEndPoint((SocketChannel) channel, selector, key, getScheduler());
    }

    @Override
    public ClientConnectionFactory newSslClientConnectionFactory(
            SslContextFactory.Client factory, ClientConnectionFactory wrapped) {
        SslContextFactory.Client tls = factory == null ? getSslContextFactory() : factory;
        return new SslClientConnectionFactory(tls, getByteBufferPool(), getExecutor(), wrapped) {
            @Override
            protected SslConnection newSslConnection(EndPoint endPoint, SSLEngine engine) {
                return new OriginTlsConnection(this, getByteBufferPool(), getExecutor(), endPoint, engine);
            }
        };
    }
}
