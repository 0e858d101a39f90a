package dev.muster.node.server;

import dev.muster.backup.protocol.StoreCopyClient;
import dev.muster.node.hosting.StoreCopier;
import dev.muster.raft.MemberId;
import dev.muster.runtime.Lane;
import dev.muster.runtime.SocketAddress;
import dev.muster.runtime.World;
import dev.muster.store.StoreLocation;
import dev.muster.store.StoreSettings;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** Copies stores from other members over their cluster ports: see {@link StoreTransfer}. */
final class RemoteStoreCopier implements StoreCopier {
    private static final long INACTIVITY_MILLIS = 15_000;

    private final World world;
    private final StoreSettings settings;
    private final Lane lane;
    private final StoreCopyClient client;
    private final String self;
    private final Supplier<Map<String, SocketAddress>> clusterAddresses;
    /** By target. */
    private final Map<StoreLocation, StoreTransfer> underWay = new HashMap<>();

    /** {@code clusterAddresses} tells where the members' cluster ports are, by server id, as known at the moment. */
    RemoteStoreCopier(
            ServerNetworks networks,
            StoreSettings settings,
            String self,
            Supplier<Map<String, SocketAddress>> clusterAddresses) {
        this.world = networks.between();
        this.settings = settings;
        this.self = self;
        this.clusterAddresses = clusterAddresses;
        this.lane = world.scheduler().newLane("store-copy");
        this.client = new StoreCopyClient(world, lane, INACTIVITY_MILLIS, networks.token());
    }

    @Override
    public CompletionStage<Result> copy(CopyRequest request) {
        CompletableFuture<Result> done = new CompletableFuture<>();
        lane.execute(() -> begin(request, done));
        return done;
    }

    private void begin(CopyRequest request, CompletableFuture<Result> done) {
        if (underWay.containsKey(request.target())) {
            done.completeExceptionally(new IllegalStateException("two copies at a time to " + request.target()));
            return;
        }
        StoreTransfer transfer = new StoreTransfer(world, settings, lane, client, request, sources(request), done);
        underWay.put(request.target(), transfer);
        done.whenComplete((result, failure) -> underWay.remove(request.target()));
        transfer.begin();
    }

    @Override
    public CompletionStage<Void> giveUp(StoreLocation target) {
        CompletableFuture<Void> givenUp = new CompletableFuture<>();
        lane.execute(() -> {
            StoreTransfer transfer = underWay.get(target);
            if (transfer != null) {
                transfer.giveUp();
            }
            givenUp.complete(null);
        });
        return givenUp;
    }

    /** Whom to ask, in this order: the leader, which has most to do, last. */
    private List<StoreTransfer.Source> sources(CopyRequest request) {
        MemberId preferred = request.preferredSource();
        String last = preferred == null ? "" : preferred.serverId();
        List<StoreTransfer.Source> sources = new ArrayList<>();
        clusterAddresses.get().forEach((server, address) -> {
            boolean asked = !server.equals(self) && (request.anySource() || server.equals(last));
            if (asked) {
                sources.add(server.equals(last) ? sources.size() : 0, new StoreTransfer.Source(server, address));
            }
        });
        return sources;
    }
}
