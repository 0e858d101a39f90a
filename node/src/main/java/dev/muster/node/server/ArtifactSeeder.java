package dev.muster.node.server;

import dev.muster.backup.BackupError;
import dev.muster.backup.Locations;
import dev.muster.backup.artifact.Artifact;
import dev.muster.backup.objects.RoutedDisk;
import dev.muster.backup.restore.ChainBuild;
import dev.muster.backup.restore.ChainSelection;
import dev.muster.backup.restore.RestoreUntil;
import dev.muster.backup.s3.S3Stores;
import dev.muster.node.config.SeedProvider;
import dev.muster.node.hosting.StoreSeeder;
import dev.muster.runtime.Lane;
import dev.muster.runtime.World;
import dev.muster.store.CorruptStore;
import dev.muster.store.StoreIdentity;
import dev.muster.store.StoreLocation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Seeds databases from artifacts, one after the other: each is verified whole before anything is built of it.
 *
 * <p><b>Lane.</b> One of its own, which blocks for as long as it takes; called on any.
 */
final class ArtifactSeeder implements StoreSeeder {
    private static final Logger LOG = LoggerFactory.getLogger(ArtifactSeeder.class);

    private final World world;
    private final Lane lane;
    private final List<SeedProvider> providers;
    private final Map<StoreLocation, Seeding> underWay = new ConcurrentHashMap<>();

    /** What is being built, and whether it is to be given up. */
    private record Seeding(AtomicBoolean givenUp, CompletableFuture<Void> done) {}

    /** @param environment where keys of object stores are found */
    ArtifactSeeder(World world, List<SeedProvider> providers, Map<String, String> environment) {
        this.world = RoutedDisk.in(world, new S3Stores(environment));
        this.providers = List.copyOf(providers);
        this.lane = world.scheduler().newLane("seeder");
    }

    @Override
    public CompletionStage<Void> seed(String name, String address, StoreLocation target) {
        Seeding seeding = new Seeding(new AtomicBoolean(), new CompletableFuture<>());
        underWay.put(target, seeding);
        lane.execute(() -> {
            Exception problem = null;
            try {
                build(name, address, target, seeding.givenUp());
            } catch (IOException | RuntimeException e) {
                problem = BackupError.SEED_FAILED.because(e, address, e.getMessage());
            }
            underWay.remove(target, seeding);
            if (problem == null) {
                seeding.done().complete(null);
            } else {
                seeding.done().completeExceptionally(problem);
            }
        });
        return seeding.done();
    }

    private void build(String name, String address, StoreLocation target, AtomicBoolean givenUp) throws IOException {
        Path from = Locations.of(address);
        SeedProvider needed = Locations.isObject(from) ? SeedProvider.CLOUD : SeedProvider.FILE;
        if (providers.stream().noneMatch(provider -> provider.covers(needed))) {
            throw BackupError.SEED_PROVIDER_OFF.with(needed.text());
        }
        Runnable goOn = () -> {
            if (givenUp.get()) {
                throw BackupError.RESTORE_BROKEN_OFF.with(from);
            }
        };
        List<Artifact> chain = ChainSelection.of(world.disk(), from, null);
        ChainBuild build = new ChainBuild(world, chain, null, line -> LOG.info("seeding '{}': {}", name, line), goOn);
        build.verify();
        StoreIdentity identity =
                new StoreIdentity(world.random().nextUuid(), world.random().nextUuid());
        try {
            ChainBuild.Built built = build.build(target, RestoreUntil.END, identity);
            LOG.info("'{}' was seeded from {} up to transaction {}", name, address, built.lastTransactionId());
        } catch (CorruptStore e) {
            throw new IOException(e.getMessage(), e); // the artifact's fault: nothing here is damaged
        }
    }

    @Override
    public CompletionStage<Void> giveUp(StoreLocation target) {
        Seeding seeding = underWay.get(target);
        if (seeding == null) {
            return CompletableFuture.completedFuture(null);
        }
        seeding.givenUp().set(true);
        return seeding.done().handle((done, failure) -> null);
    }
}
