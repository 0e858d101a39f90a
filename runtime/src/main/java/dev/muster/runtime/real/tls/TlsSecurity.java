package dev.muster.runtime.real.tls;

import dev.muster.runtime.ConnectionSecurity;
import dev.muster.runtime.SocketAddress;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import java.util.concurrent.TimeUnit;

/** A policy whose files have been read: what the real network secures connections with. */
public final class TlsSecurity implements ConnectionSecurity {
    private static final long HANDSHAKE_SECONDS = 10;

    private final SslContext listening;
    private final SslContext connecting;
    private final boolean verifiesHosts;

    /** {@code listening} is null for those who only connect. */
    TlsSecurity(SslContext listening, SslContext connecting, boolean verifiesHosts) {
        this.listening = listening;
        this.connecting = connecting;
        this.verifiesHosts = verifiesHosts;
    }

    /** What goes first into the pipeline of a connection that was accepted. */
    public SslHandler accepted(ByteBufAllocator memory) {
        if (listening == null) {
            throw new IllegalStateException("this side of the policy only connects");
        }
        return timed(listening.newHandler(memory));
    }

    /** What goes first into the pipeline of a connection that is made. */
    public SslHandler made(ByteBufAllocator memory, SocketAddress remote) {
        SslHandler handler = connecting.newHandler(memory, remote.host(), remote.port());
        var parameters = handler.engine().getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm(verifiesHosts ? "HTTPS" : null);
        handler.engine().setSSLParameters(parameters);
        return timed(handler);
    }

    private static SslHandler timed(SslHandler handler) {
        handler.setHandshakeTimeout(HANDSHAKE_SECONDS, TimeUnit.SECONDS);
        return handler;
    }
}
