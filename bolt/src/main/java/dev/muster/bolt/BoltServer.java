package dev.muster.bolt;

import dev.muster.bolt.handshake.ProtocolVersion;
import dev.muster.runtime.SocketAddress;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.ssl.OptionalSslHandler;
import io.netty.handler.timeout.IdleStateHandler;
import io.netty.util.AttributeKey;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listens for Bolt clients and gives each a session. Owns its threads: a few that read and write sockets, and a bounded pool
 * on which queries run and may block. Any thread may call it.
 */
public final class BoltServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(BoltServer.class);
    private static final WriteBufferWaterMark WATER_MARK = new WriteBufferWaterMark(64 * 1024, 256 * 1024);
    private static final AttributeKey<Session> SESSION = AttributeKey.valueOf(BoltServer.class, "session");
    private static final int NOOPS_PER_RECEIVE_TIMEOUT = 3;
    private static final long CLOSE_MILLIS_MAX = 5_000;

    private final BoltSettings settings;
    private final Tally tally = new Tally();
    private final AtomicLong connectionIds = new AtomicLong();
    private final AtomicInteger sessions = new AtomicInteger();
    private final Set<Channel> connections = ConcurrentHashMap.newKeySet();
    private final EventLoopGroup io;
    private final ThreadPoolExecutor workers;
    private Channel listener;
    private SocketAddress address;
    private Session.Services services;

    private BoltServer(BoltSettings settings) {
        this.settings = settings;
        this.io = new MultiThreadIoEventLoopGroup(
                settings.threads().io(), new DefaultThreadFactory("bolt-io", true), NioIoHandler.newFactory());
        this.workers = WorkerPool.of("bolt-worker", settings.threads().workers());
    }

    /**
     * Starts to listen and returns once clients can connect.
     *
     * @throws IOException if the address cannot be listened on; the message names it
     */
    public static BoltServer start(
            BoltSettings settings, QueryService queries, Router router, Authenticator authenticator)
            throws IOException {
        BoltServer server = new BoltServer(settings);
        try {
            server.listen(queries, router, authenticator);
        } catch (IOException | RuntimeException e) {
            server.close();
            throw e;
        }
        LOG.info("Bolt listens on {}", server.address);
        return server;
    }

    /** Where it listens, with the port really taken. */
    public SocketAddress address() {
        return address;
    }

    /** How many clients are connected. */
    public int connectionCount() {
        return connections.size();
    }

    /** How many sessions there are; one that was hung up on counts until what it did has ended. */
    int sessionCount() {
        return sessions.get();
    }

    /** How many bytes of answers wait in this process for clients to read. */
    long unsentBytes() {
        return connections.stream()
                .map(channel -> channel.unsafe().outboundBuffer())
                .filter(Objects::nonNull)
                .mapToLong(ChannelOutboundBuffer::totalPendingWriteBytes)
                .sum();
    }

    /** What has happened so far. */
    public BoltCounters counters() {
        return tally.read();
    }

    /** Hangs up on all clients, rolls back what they had open and gives the port back. Harmless when repeated. */
    @Override
    public void close() {
        if (listener != null) {
            listener.close().awaitUninterruptibly();
        }
        connections.forEach(Channel::close);
        io.shutdownGracefully(0, CLOSE_MILLIS_MAX, TimeUnit.MILLISECONDS).awaitUninterruptibly();
        workers.shutdown();
        try {
            if (!workers.awaitTermination(CLOSE_MILLIS_MAX, TimeUnit.MILLISECONDS)) {
                LOG.warn("{} Bolt sessions did not end within {} ms", sessions.get(), CLOSE_MILLIS_MAX);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void listen(QueryService queries, Router router, Authenticator authenticator) throws IOException {
        SocketAddress wanted = settings.listen();
        var bound = new ServerBootstrap()
                .group(io)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, 1_024)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.SO_KEEPALIVE, true)
                .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, WATER_MARK)
                .childHandler(new Acceptor())
                .option(ChannelOption.AUTO_READ, false)
                .bind(new InetSocketAddress(wanted.host(), wanted.port()))
                .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new IOException(BoltError.ADDRESS.text(wanted, bound.cause().getMessage()), bound.cause());
        }
        listener = bound.channel();
        address = new SocketAddress(wanted.host(), ((InetSocketAddress) listener.localAddress()).getPort());
        String advertised = settings.advertised() == null ? address.toString() : settings.advertised();
        services = new Session.Services(settings, advertised, queries, router, authenticator, tally);
        listener.config().setAutoRead(true);
    }

    /** Prepares each accepted socket, on its I/O thread. */
    private final class Acceptor extends ChannelInitializer<Channel> {
        @Override
        protected void initChannel(Channel channel) {
            if (connections.size() >= settings.limits().connections()) {
                tally.refused.increment();
                LOG.warn(
                        "refused a Bolt client: {} are connected already",
                        settings.limits().connections());
                channel.close();
                return;
            }
            tally.accepted.increment();
            connections.add(channel);
            channel.closeFuture().addListener(closed -> connections.remove(channel));
            encrypt(channel);
            channel.pipeline().addLast(new HandshakeHandler(tally, BoltServer.this::converse));
            Future<?> login = channel.eventLoop()
                    .schedule(
                            () -> hangUpUnlessLoggedIn(channel),
                            settings.timeouts().loginMillis(),
                            TimeUnit.MILLISECONDS);
            channel.closeFuture().addListener(closed -> login.cancel(false));
        }
    }

    private void encrypt(Channel channel) {
        switch (settings.encryption().level()) {
            case DISABLED -> {
                // Then whoever begins with TLS is hung up on as any other garbage is.
            }
            case OPTIONAL ->
                channel.pipeline()
                        .addLast(new OptionalSslHandler(
                                settings.encryption().context().get()));
            case REQUIRED ->
                channel.pipeline().addLast(settings.encryption().context().get().newHandler(channel.alloc()));
        }
    }

    /** Host and port; whatever else it is, as it says itself. */
    private static String text(Object address) {
        return address instanceof InetSocketAddress internet
                ? internet.getHostString() + ":" + internet.getPort()
                : String.valueOf(address);
    }

    private void converse(ChannelHandlerContext handshake, ProtocolVersion version, boolean manifest) {
        Channel channel = handshake.channel();
        Outbox out = new Outbox(channel);
        String id = "bolt-" + connectionIds.incrementAndGet();
        QueryService.Client client = new QueryService.Client(id, text(channel.remoteAddress()));
        Session session = new Session(services, client, version, manifest, out);
        long noopMillis = TimeUnit.SECONDS.toMillis(settings.timeouts().receiveSeconds()) / NOOPS_PER_RECEIVE_TIMEOUT;
        channel.attr(SESSION).set(session);
        sessions.incrementAndGet();
        channel.pipeline()
                .addLast(new IdleStateHandler(settings.timeouts().idleMillis(), noopMillis, 0, TimeUnit.MILLISECONDS))
                .addLast(new ChunkDecoder(() -> session.isAuthenticated()
                        ? settings.limits().messageBytes()
                        : BoltSettings.UNAUTHENTICATED_BYTES_MAX));
        channel.pipeline().addLast(new Connection(channel, session, out, workers, tally, sessions::decrementAndGet));
    }

    private void hangUpUnlessLoggedIn(Channel channel) {
        Session session = channel.attr(SESSION).get();
        if (channel.isOpen() && (session == null || !session.isAuthenticated())) {
            tally.timeouts.increment();
            channel.close();
        }
    }
}
