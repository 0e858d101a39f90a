package dev.muster.node.server;

import dev.muster.catalog.ServerReport;
import dev.muster.node.discovery.Discovery;
import dev.muster.node.discovery.Purpose;
import dev.muster.node.discovery.ServerInfo;
import dev.muster.node.members.MemberClient;
import dev.muster.node.query.Members;
import dev.muster.node.query.Queries;
import dev.muster.raft.RaftException;
import dev.muster.runtime.Lane;
import dev.muster.runtime.SocketAddress;
import dev.muster.store.Applied;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/** The other servers as discovery knows them, asked over their routing ports. */
final class ServerMembers implements Members {
    private static final long SURVEY_NANOS = 1_500_000_000L;
    /** A checkpoint of much takes long. */
    private static final long SECURING_NANOS = 10_000_000_000L;

    private final Discovery discovery;
    private final AddressBook addresses;
    private final MemberClient client;
    private final Lane lane;
    private final String self;
    private final ToLongFunction<String> findStoreHere;
    private final Function<UUID, CompletionStage<Long>> secureHere;

    ServerMembers(
            Discovery discovery,
            AddressBook addresses,
            MemberClient client,
            Lane lane,
            String self,
            ToLongFunction<String> findStoreHere,
            Function<UUID, CompletionStage<Long>> secureHere) {
        this.discovery = discovery;
        this.addresses = addresses;
        this.client = client;
        this.lane = lane;
        this.self = self;
        this.findStoreHere = findStoreHere;
        this.secureHere = secureHere;
    }

    @Override
    public String self() {
        return self;
    }

    @Override
    public List<ServerReport> reports() {
        return discovery.reports();
    }

    @Override
    public CompletionStage<Applied> propose(String serverId, UUID databaseId, byte[] changeSet) {
        return atLeader(serverId, address -> client.propose(address, databaseId, changeSet));
    }

    @Override
    public CompletionStage<Standing> standing(String serverId, UUID databaseId, int idsWanted) {
        return atLeader(serverId, address -> client.standing(address, databaseId, idsWanted));
    }

    @Override
    public CompletionStage<Long> probe(String serverId, UUID databaseId) {
        return atLeader(serverId, address -> client.probe(address, databaseId));
    }

    @Override
    public CompletionStage<Position> position(String serverId, UUID databaseId) {
        SocketAddress address = addresses.of(Purpose.ROUTING).get(serverId);
        return address == null
                ? CompletableFuture.failedFuture(new RaftException.Stopped(serverId + " was not heard of yet", null))
                : client.position(address, databaseId);
    }

    @Override
    public CompletionStage<String> lift(String serverId, String database, String operation) {
        SocketAddress address = addresses.of(Purpose.ROUTING).get(serverId);
        return address == null
                ? CompletableFuture.failedFuture(new RaftException.Stopped(serverId + " was not heard of yet", null))
                : client.lift(address, database, operation, Queries::notLifted);
    }

    private <T> CompletionStage<T> atLeader(String serverId, Function<SocketAddress, CompletionStage<T>> question) {
        SocketAddress address = addresses.of(Purpose.ROUTING).get(serverId);
        return address == null
                ? CompletableFuture.failedFuture(
                        new RaftException.Stopped(serverId + " leads and was not heard of yet", null))
                : question.apply(address);
    }

    @Override
    public CompletionStage<Map<String, Long>> findStores(String databaseName) {
        Map<String, Long> found = new ConcurrentSkipListMap<>();
        long here = findStoreHere.applyAsLong(databaseName);
        if (here >= 0) {
            found.put(self, here);
        }
        CompletableFuture<?>[] answers = discovery.view().servers().stream()
                .filter(server -> server.reachable() && !server.serverId().equals(self))
                .map(server -> ask(server, databaseName, found))
                .toArray(CompletableFuture[]::new);
        CompletableFuture<Map<String, Long>> result = new CompletableFuture<>();
        CompletableFuture.allOf(answers).whenComplete((all, failure) -> result.complete(new TreeMap<>(found)));
        lane.schedule(SURVEY_NANOS, () -> result.complete(new TreeMap<>(found)));
        return result;
    }

    @Override
    public CompletionStage<Map<String, Long>> secureCopies(UUID databaseId) {
        Map<String, Long> copies = new ConcurrentSkipListMap<>();
        CompletableFuture<?>[] answers = discovery.view().servers().stream()
                .filter(ServerInfo::reachable)
                .map(server -> secure(server, databaseId)
                        .thenAccept(last -> {
                            if (last >= 0) {
                                copies.put(server.serverId(), last);
                            }
                        })
                        .toCompletableFuture())
                .toArray(CompletableFuture[]::new);
        CompletableFuture<Map<String, Long>> result = new CompletableFuture<>();
        CompletableFuture.allOf(answers).whenComplete((all, failure) -> result.complete(new TreeMap<>(copies)));
        lane.schedule(SECURING_NANOS, () -> result.complete(new TreeMap<>(copies)));
        return result;
    }

    private CompletionStage<Long> secure(ServerInfo server, UUID databaseId) {
        return server.serverId().equals(self)
                ? secureHere.apply(databaseId)
                : client.secure(server.addresses().get(Purpose.ROUTING), databaseId);
    }

    private CompletableFuture<Void> ask(ServerInfo server, String databaseName, Map<String, Long> found) {
        SocketAddress address = server.addresses().get(Purpose.ROUTING);
        return client.findStore(address, databaseName)
                .thenAccept(lastTransaction -> {
                    if (lastTransaction >= 0) {
                        found.put(server.serverId(), lastTransaction);
                    }
                })
                .toCompletableFuture();
    }
}
