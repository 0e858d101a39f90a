package dev.muster.runtime.real;

import dev.muster.runtime.Connection;
import dev.muster.runtime.Network;
import dev.muster.runtime.SocketAddress;
import dev.muster.runtime.real.tls.TlsSecurity;
import java.util.concurrent.CompletionStage;

/** A network over the threads and sockets of another one, all of whose connections speak TLS. */
record SecuredNetwork(NettyNetwork network, TlsSecurity security) implements Network {
    @Override
    public CompletionStage<Listener> listen(SocketAddress local, Acceptor acceptor) {
        return network.listen(local, acceptor, security);
    }

    @Override
    public CompletionStage<Connection> connect(
            SocketAddress remote, Connection.FrameHandler handler, long timeoutMillis) {
        return network.connect(remote, handler, timeoutMillis, security);
    }

    @Override
    public void close() {
        network.close();
    }
}
