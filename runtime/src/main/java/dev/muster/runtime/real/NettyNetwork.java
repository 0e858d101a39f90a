package dev.muster.runtime.real;

import dev.muster.runtime.Connection;
import dev.muster.runtime.ConnectionSecurity;
import dev.muster.runtime.Network;
import dev.muster.runtime.SocketAddress;
import dev.muster.runtime.real.tls.TlsSecurity;
import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** TCP on this machine, on two network threads that all connections of one network share. */
public final class NettyNetwork implements Network {
    private static final int THREADS = 2;
    private static final long CLOSE_SECONDS_MAX = 5;

    private final EventLoopGroup threads;
    private final NameResolver resolver;
    private final ChannelGroup listening = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE, true);
    /** All that are open. */
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    /** The threads end one after the other: one that is left must not begin what another was to do. */
    private volatile boolean closing;

    /** Opens a network whose threads bear the name. */
    public NettyNetwork(String name) {
        threads = new MultiThreadIoEventLoopGroup(
                THREADS, new DefaultThreadFactory(name + "/network", true), NioIoHandler.newFactory());
        resolver = new NameResolver(name);
    }

    @Override
    public CompletionStage<Listener> listen(SocketAddress local, Acceptor acceptor) {
        return listen(local, acceptor, null);
    }

    @Override
    public Network secured(ConnectionSecurity security) {
        return new SecuredNetwork(this, (TlsSecurity) security);
    }

    /** {@code security} is null for plain TCP. */
    CompletionStage<Listener> listen(SocketAddress local, Acceptor acceptor, TlsSecurity security) {
        CompletableFuture<Listener> result = new CompletableFuture<>();
        resolver.resolve(local.host()).whenComplete((addresses, failure) -> {
            if (failure != null) {
                result.completeExceptionally(NetworkErrors.listening(local, failure));
            } else {
                bind(local, addresses.get(0), acceptor, security, result);
            }
        });
        return result;
    }

    private void bind(
            SocketAddress local,
            InetAddress address,
            Acceptor acceptor,
            TlsSecurity security,
            CompletableFuture<Listener> result) {
        NettyListener listener = new NettyListener(local.host());
        ServerBootstrap bootstrap = new ServerBootstrap()
                .group(threads)
                .channelFactory(Socket.Listening::new)
                .option(ChannelOption.SO_REUSEADDR, true)
                .option(ChannelOption.SO_BACKLOG, 512)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.SO_KEEPALIVE, true)
                .handler(new Accepting())
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        listener.adopt(channel);
                        InetSocketAddress peer = channel.remoteAddress();
                        SocketAddress remote =
                                new SocketAddress(peer.getAddress().getHostAddress(), peer.getPort());
                        if (security != null) {
                            channel.pipeline().addLast(security.accepted(channel.alloc()));
                        }
                        channel.pipeline()
                                .addLast(new NettyConnection(
                                        (Socket) channel,
                                        remote,
                                        acceptor::accepted,
                                        security == null ? null : NettyConnection.Handshake.LOGGED));
                    }
                });
        bootstrap.bind(address, local.port()).addListener((ChannelFuture bound) -> {
            if (bound.isSuccess()) {
                listening.add(bound.channel());
                listener.bound(bound.channel());
                result.complete(listener);
            } else {
                result.completeExceptionally(NetworkErrors.listening(local, bound.cause()));
            }
        });
    }

    @Override
    public CompletionStage<Connection> connect(
            SocketAddress remote, Connection.FrameHandler handler, long timeoutMillis) {
        return connect(remote, handler, timeoutMillis, null);
    }

    /** {@code security} is null for plain TCP. */
    CompletionStage<Connection> connect(
            SocketAddress remote, Connection.FrameHandler handler, long timeoutMillis, TlsSecurity security) {
        ConnectAttempt attempt = new ConnectAttempt(remote, timeoutMillis);
        if (closing) {
            attempt.failed(closed());
            return attempt.result;
        }
        EventExecutor timer = threads.next();
        var timeout = timer.schedule(attempt::timedOut, timeoutMillis, TimeUnit.MILLISECONDS);
        attempt.result.whenComplete((connection, failure) -> timeout.cancel(false));
        resolver.resolve(remote.host()).whenComplete((addresses, failure) -> {
            if (failure != null) {
                attempt.failed(failure);
            } else {
                connectToFirst(addresses, remote, handler, timeoutMillis, security, attempt);
            }
        });
        return attempt.result;
    }

    /** Tries the addresses of a host in order, until one answers. */
    private void connectToFirst(
            List<InetAddress> addresses,
            SocketAddress remote,
            Connection.FrameHandler handler,
            long timeoutMillis,
            TlsSecurity security,
            ConnectAttempt attempt) {
        if (closing) {
            attempt.failed(closed());
        }
        if (attempt.isOver()) {
            return;
        }
        // The attempt as a whole has a timer; this one only keeps the first of several addresses from using it up.
        long addressMillis = addresses.size() > 1 ? Math.max(1, timeoutMillis / addresses.size()) : 0;
        Bootstrap bootstrap = new Bootstrap()
                .group(threads)
                .channelFactory(this::newSocket)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.SO_KEEPALIVE, true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) Math.min(Integer.MAX_VALUE, addressMillis))
                .handler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        if (security != null) {
                            channel.pipeline().addLast(security.made(channel.alloc(), remote));
                        }
                        channel.pipeline()
                                .addLast(new NettyConnection(
                                        (Socket) channel,
                                        remote,
                                        connection -> attempt.succeeded(connection) ? handler : null,
                                        security == null ? null : (peer, cause) -> attempt.failed(cause)));
                    }
                });
        ChannelFuture connecting = bootstrap.connect(addresses.get(0), remote.port());
        Channel channel = connecting.channel();
        attempt.result.whenComplete((connection, failure) -> {
            if (failure != null) {
                channel.close();
            }
        });
        connecting.addListener((ChannelFuture connected) -> {
            if (connected.isSuccess()) {
                return; // the connection completes the attempt before it reads
            }
            if (addresses.size() > 1) {
                connectToFirst(
                        addresses.subList(1, addresses.size()), remote, handler, timeoutMillis, security, attempt);
            } else {
                attempt.failed(connected.cause());
            }
        });
    }

    private static IOException closed() {
        return new IOException("network closed");
    }

    private Socket newSocket() {
        return remembered(new Socket());
    }

    private Socket remembered(Socket socket) {
        sockets.add(socket);
        socket.closeFuture().addListener(gone -> sockets.remove(socket));
        return socket;
    }

    /** Remembers each socket as soon as it is accepted. */
    private final class Accepting extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext context, Object accepted) {
            remembered((Socket) accepted);
            context.fireChannelRead(accepted);
        }
    }

    /** Waits until all is closed, unless it is called on a network thread. */
    @Override
    public void close() {
        closing = true;
        resolver.close();
        boolean mayWait = !onNetworkThread();
        // First nobody new comes in: a connection accepted while the threads end would be reported as an error.
        var deaf = listening.close();
        if (mayWait) {
            deaf.awaitUninterruptibly(CLOSE_SECONDS_MAX, TimeUnit.SECONDS);
        }
        var ended = threads.shutdownGracefully(0, CLOSE_SECONDS_MAX, TimeUnit.SECONDS);
        ended.addListener(done -> sockets.forEach(Socket::closeForgotten));
        if (mayWait && ended.awaitUninterruptibly(CLOSE_SECONDS_MAX, TimeUnit.SECONDS)) {
            sockets.forEach(Socket::closeForgotten); // the listener does it a moment later
        }
    }

    private boolean onNetworkThread() {
        for (EventExecutor thread : threads) {
            if (thread.inEventLoop()) {
                return true;
            }
        }
        return false;
    }
}
