package dev.muster.runtime.real.tls;

import dev.muster.runtime.ConnectionSecurity;
import dev.muster.runtime.SocketAddress;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import java.util.concurrent.TimeUnit;

/**
 * A policy whose files have been read: what the real network secures connections with. The files can be read again, for
 * connections that are made or accepted afterwards; those that are open go on with what they began with. Any thread.
 */
public final class TlsSecurity implements ConnectionSecurity {
    private static final long HANDSHAKE_SECONDS = 10;

    /** What the files of a policy come to; either side may be null for those who do not need it. */
    record Contexts(SslContext listening, SslContext connecting) {}

    /** Reads the files. */
    @FunctionalInterface
    interface Reading {
        Contexts read() throws TlsProblem;
    }

    private final TlsPolicy policy;
    private final Reading files;
    private volatile Contexts contexts;

    /** Reads the files for the first time, as {@link TlsPolicy} says. */
    TlsSecurity(TlsPolicy policy, Reading files) throws TlsProblem {
        this.policy = policy;
        this.files = files;
        this.contexts = files.read();
    }

    /** What it is for. */
    public TlsPolicy.Purpose purpose() {
        return policy.purpose();
    }

    /**
     * Reads the files again and checks them, as at the beginning; what is in use remains until that is {@linkplain Renewal#use
     * taken}. Blocks for the files. Throws {@link TlsProblem} if they are not good.
     */
    public Renewal renewal() throws TlsProblem {
        Contexts read = files.read();
        return () -> contexts = read;
    }

    /** Files that were read again and are good. */
    @FunctionalInterface
    public interface Renewal {
        /** From now on new connections are secured with them. */
        void use();
    }

    /** What connections that are accepted now are secured with. */
    public SslContext listening() {
        SslContext listening = contexts.listening();
        if (listening == null) {
            throw new IllegalStateException("this side of the policy only connects");
        }
        return listening;
    }

    /** What goes first into the pipeline of a connection that was accepted. */
    public SslHandler accepted(ByteBufAllocator memory) {
        return timed(listening().newHandler(memory));
    }

    /** What goes first into the pipeline of a connection that is made. */
    public SslHandler made(ByteBufAllocator memory, SocketAddress remote) {
        SslHandler handler = contexts.connecting().newHandler(memory, remote.host(), remote.port());
        var parameters = handler.engine().getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm(policy.verifyHostname() ? "HTTPS" : null);
        handler.engine().setSSLParameters(parameters);
        return timed(handler);
    }

    private static SslHandler timed(SslHandler handler) {
        handler.setHandshakeTimeout(HANDSHAKE_SECONDS, TimeUnit.SECONDS);
        return handler;
    }
}
