package dev.muster.node.discovery;

import dev.muster.runtime.Connection;
import dev.muster.runtime.Network;
import dev.muster.runtime.SocketAddress;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Asks on a discovery port which cluster is there: what a server must know before it can join. */
public final class ClusterQuestion {
    private static final long CONNECT_MILLIS = 1_000;

    private ClusterQuestion() {}

    /**
     * Completes with the cluster's id, on a network thread; fails if nobody is there or the connection ends without an
     * answer. A server that is there and has not started answers nothing: give the stage a time limit.
     */
    public static CompletionStage<String> ask(Network network, SocketAddress endpoint) {
        CompletableFuture<String> answer = new CompletableFuture<>();
        network.connect(endpoint, new Answer(answer), CONNECT_MILLIS).whenComplete((connection, failure) -> {
            if (failure != null) {
                answer.completeExceptionally(failure);
            } else {
                answer.whenComplete((done, late) -> connection.close());
                connection.send(FrameCodec.encode(new Frame.Fetch(Frame.Fetch.ANY_CLUSTER)));
            }
        });
        return answer;
    }

    private record Answer(CompletableFuture<String> asker) implements Connection.FrameHandler {
        @Override
        public void received(Connection connection, byte[] bytes) {
            try {
                if (FrameCodec.decode(bytes) instanceof Frame.Report report) {
                    asker.complete(report.clusterId());
                }
            } catch (IOException e) {
                asker.completeExceptionally(e);
            }
        }

        @Override
        public void closed(Connection connection, Throwable cause) {
            asker.completeExceptionally(new IOException("the connection was closed before the answer", cause));
        }
    }
}
