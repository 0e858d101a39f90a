package dev.muster.node.server;

import dev.muster.backup.BackupError;
import dev.muster.backup.Locations;
import dev.muster.backup.artifact.Artifact;
import dev.muster.backup.artifact.EncryptionKey;
import dev.muster.backup.objects.RoutedDisk;
import dev.muster.backup.restore.ChainBuild;
import dev.muster.backup.restore.ChainSelection;
import dev.muster.backup.restore.RestoreUntil;
import dev.muster.backup.s3.S3Stores;
import dev.muster.catalog.ArtifactSeed;
import dev.muster.node.config.SeedProvider;
import dev.muster.node.config.SeedSources;
import dev.muster.node.hosting.StoreSeeder;
import dev.muster.runtime.Lane;
import dev.muster.runtime.World;
import dev.muster.store.CorruptStore;
import dev.muster.store.StoreIdentity;
import dev.muster.store.StoreLocation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
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
    private final SeedSources sources;
    private final Map<StoreLocation, Seeding> underWay = new ConcurrentHashMap<>();

    /** What is being built, and whether it is to be given up. */
    private record Seeding(AtomicBoolean givenUp, CompletableFuture<Void> done) {}

    /**
     * @param lane where seeds are built, which takes long
     * @param environment where keys of object stores are found
     */
    ArtifactSeeder(World world, Lane lane, SeedSources sources, Map<String, String> environment) {
        this.world = RoutedDisk.in(world, new S3Stores(environment));
        this.sources = sources;
        this.lane = lane;
    }

    @Override
    public CompletionStage<Void> seed(String name, ArtifactSeed from, StoreLocation target) {
        Seeding seeding = new Seeding(new AtomicBoolean(), new CompletableFuture<>());
        underWay.put(target, seeding);
        lane.execute(() -> {
            Exception problem = null;
            try {
                build(name, from, target, seeding.givenUp());
            } catch (IOException | RuntimeException e) {
                problem = BackupError.SEED_FAILED.because(e, from.uri(), e.getMessage());
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

    private void build(String name, ArtifactSeed seed, StoreLocation target, AtomicBoolean givenUp) throws IOException {
        Path from = Locations.of(seed.uri());
        SeedProvider needed = Locations.isObject(from) ? SeedProvider.CLOUD : SeedProvider.FILE;
        if (sources.providers().stream().noneMatch(provider -> provider.covers(needed))) {
            throw BackupError.SEED_PROVIDER_OFF.with(needed.text());
        }
        Runnable goOn = () -> {
            if (givenUp.get()) {
                throw BackupError.RESTORE_BROKEN_OFF.with(from);
            }
        };
        List<Artifact> chain = ChainSelection.of(world.disk(), from, seed.database());
        Artifact last = chain.get(chain.size() - 1);
        RestoreUntil until = RestoreUntil.ofSeed(seed.until());
        until.requireCoveredBy(chain.get(0), last);
        ChainBuild build =
                new ChainBuild(world, chain, key(last), line -> LOG.info("seeding '{}': {}", name, line), goOn);
        StoreIdentity identity =
                new StoreIdentity(world.random().nextUuid(), world.random().nextUuid());
        try {
            ChainBuild.Built built = build.build(target, until, identity);
            LOG.info("'{}' was seeded from {} up to transaction {}", name, seed.uri(), built.lastTransactionId());
        } catch (CorruptStore e) {
            throw new IOException(e.getMessage(), e); // the artifact's fault: nothing here is damaged
        }
    }

    /** The one that the artifact was made with; null if it needs none, or if it is not here. */
    private EncryptionKey key(Artifact artifact) throws IOException {
        String wanted = artifact.header().keyId();
        EncryptionKey other = null;
        for (Path file : wanted == null ? List.<Path>of() : sources.keyFiles()) {
            EncryptionKey key = read(file);
            if (key.id().equals(wanted)) {
                return key;
            }
            other = key;
        }
        return other; // with which its id can be told
    }

    private EncryptionKey read(Path file) throws IOException {
        try {
            return EncryptionKey.parse(new String(world.disk().readAll(file), StandardCharsets.ISO_8859_1));
        } catch (IllegalArgumentException e) {
            throw BackupError.BAD_KEY.because(e, "in '" + file + "' " + e.getMessage());
        } catch (NoSuchFileException e) {
            throw BackupError.BAD_KEY.because(e, "there is no file '" + file + "'");
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
