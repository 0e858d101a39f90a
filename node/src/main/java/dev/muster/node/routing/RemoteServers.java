package dev.muster.node.routing;

import dev.muster.bolt.QueryService.TransactionRequest;
import dev.muster.node.query.DatabaseTransaction;
import dev.muster.node.query.Elsewhere;
import dev.muster.node.stages.Stages;
import dev.muster.runtime.Clock;
import dev.muster.runtime.Lane;
import dev.muster.runtime.Network;
import dev.muster.runtime.SocketAddress;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/** Begins transactions on other servers, over one connection to each that is kept while they answer. Any thread. */
public final class RemoteServers implements Elsewhere {
    private final Network network;
    private final Lane lane;
    private final Clock clock;
    private final Supplier<Map<String, SocketAddress>> addresses;
    private final Map<String, ServerLink> links = new ConcurrentHashMap<>();
    private final AtomicLong lastTransaction = new AtomicLong();

    /** {@code addresses} are the routing ports by server id. */
    public RemoteServers(Network network, Lane lane, Clock clock, Supplier<Map<String, SocketAddress>> addresses) {
        this.network = network;
        this.lane = lane;
        this.clock = clock;
        this.addresses = addresses;
    }

    @Override
    public CompletionStage<DatabaseTransaction> begin(String serverId, TransactionRequest request) {
        SocketAddress address = addresses.get().get(serverId);
        if (address == null) {
            return CompletableFuture.failedStage(
                    RoutingError.UNREACHABLE.failure(serverId, request.database(), "its address is not known yet"));
        }
        ServerLink link = links.computeIfAbsent(
                serverId + " at " + address,
                key -> new ServerLink(serverId, network, address, lane, clock, gone -> links.remove(key, gone)));
        long id = lastTransaction.incrementAndGet();
        Map<String, Object> question = RoutedMessage.question(RoutedMessage.Kind.BEGIN, id);
        Wire.put(question, request);
        link.opened();
        CompletionStage<Map<String, Object>> begun = Stages.translated(
                link.ask(question),
                failure -> failure instanceof ServerLink.Lost lost
                        ? RoutingError.UNREACHABLE.failure(serverId, request.database(), lost.getMessage())
                        : failure);
        return begun.whenComplete((answer, failure) -> {
                    if (failure != null) {
                        link.closed();
                    }
                })
                .thenApply(answer ->
                        new RemoteTransaction(link, serverId, id, (String) answer.get(RoutedMessage.DATABASE)));
    }
}
