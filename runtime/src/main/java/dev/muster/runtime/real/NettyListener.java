package dev.muster.runtime.real;

import dev.muster.runtime.Network;
import dev.muster.runtime.SocketAddress;
import io.netty.channel.Channel;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.net.InetSocketAddress;

/** A listening socket with the connections it accepted. */
final class NettyListener implements Network.Listener {
    private final String host;

    /** Once closed, it closes what is added: nobody slips in between accepting and closing. */
    private final ChannelGroup accepted = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE, true);

    private volatile Channel socket;
    private volatile SocketAddress local;

    NettyListener(String host) {
        this.host = host;
    }

    void bound(Channel channel) {
        local = new SocketAddress(host, ((InetSocketAddress) channel.localAddress()).getPort());
        socket = channel;
    }

    void adopt(Channel channel) {
        accepted.add(channel);
    }

    @Override
    public SocketAddress local() {
        return local;
    }

    /** Waits until the port is free again, unless it is called on a network thread. */
    @Override
    public void close() {
        var closed = socket.close();
        if (!socket.eventLoop().inEventLoop()) {
            closed.awaitUninterruptibly();
        }
        accepted.close();
    }
}
