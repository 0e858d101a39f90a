package dev.muster.node.server;

import dev.muster.backup.protocol.StoreCopyClient;
import dev.muster.node.hosting.StoreCopier;
import dev.muster.raft.MemberId;
import dev.muster.runtime.SocketAddress;
import dev.muster.runtime.World;
import dev.muster.store.StoreIdentity;
import dev.muster.store.StoreSettings;
import dev.muster.store.StreamedStore;
import dev.muster.store.engine.Stores;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Copies stores from other members over their cluster ports, one source after the other until one delivers. */
final class RemoteStoreCopier implements StoreCopier {
    private static final Logger LOG = LoggerFactory.getLogger(RemoteStoreCopier.class);
    private static final long INACTIVITY_MILLIS = 15_000;

    private final World world;
    private final StoreSettings settings;
    private final StoreCopyClient client;
    private final String self;
    private final Supplier<Map<String, SocketAddress>> clusterAddresses;

    /** {@code clusterAddresses} tells where the members' cluster ports are, by server id, as known at the moment. */
    RemoteStoreCopier(
            World world, StoreSettings settings, String self, Supplier<Map<String, SocketAddress>> clusterAddresses) {
        this.world = world;
        this.settings = settings;
        this.self = self;
        this.clusterAddresses = clusterAddresses;
        this.client = new StoreCopyClient(world, world.scheduler().newLane("store-copy"), INACTIVITY_MILLIS);
    }

    @Override
    public CompletionStage<Void> copy(CopyRequest request) {
        return copyFrom(sources(request), 0, request, new ArrayList<>());
    }

    private List<Map.Entry<String, SocketAddress>> sources(CopyRequest request) {
        MemberId preferred = request.preferredSource();
        String first = preferred == null ? "" : preferred.serverId();
        return clusterAddresses.get().entrySet().stream()
                .filter(member -> !member.getKey().equals(self))
                .filter(member -> request.anySource() || member.getKey().equals(first))
                .sorted((a, b) ->
                        Boolean.compare(b.getKey().equals(first), a.getKey().equals(first)))
                .toList();
    }

    private CompletionStage<Void> copyFrom(
            List<Map.Entry<String, SocketAddress>> sources, int next, CopyRequest request, List<String> refusals) {
        if (next == sources.size()) {
            String reasons = refusals.isEmpty() ? "no other member is known" : String.join("; ", refusals);
            return CompletableFuture.failedFuture(
                    new IllegalStateException("no member could give a copy of the store: " + reasons));
        }
        Map.Entry<String, SocketAddress> source = sources.get(next);
        return copyFrom(source.getValue(), request)
                .handle((done, failure) -> {
                    if (failure == null) {
                        LOG.info("copied the store of '{}' from {}", request.name(), source.getKey());
                        return CompletableFuture.<Void>completedStage(null);
                    }
                    refusals.add(source.getKey() + ": " + rootMessage(failure));
                    return copyFrom(sources, next + 1, request, refusals);
                })
                .thenCompose(stage -> stage);
    }

    private CompletionStage<Void> copyFrom(SocketAddress source, CopyRequest request) {
        StreamedStore.Receiver receiver;
        try {
            receiver = Stores.receiver(world.disk(), request.target(), settings, world.clock());
        } catch (IOException e) {
            return CompletableFuture.failedFuture(e);
        }
        return client.copyAll(source, request.sourceDatabaseId(), receiver)
                .thenAccept(copied -> finish(receiver, copied, request))
                .whenComplete((done, failure) -> receiver.close());
    }

    private static void finish(StreamedStore.Receiver receiver, StoreCopyClient.Copied copied, CopyRequest request) {
        try {
            receiver.finish(
                    new StoreIdentity(
                            request.identity().databaseId(), copied.identity().storeId()),
                    copied.appliedIndex());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String rootMessage(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }
}
