package dev.muster.backup.golden;

import dev.muster.backup.StoreSource;
import dev.muster.backup.artifact.ArtifactHeader;
import dev.muster.backup.artifact.EncryptionKey;
import dev.muster.backup.online.Backup;
import dev.muster.backup.online.BackupRequest;
import dev.muster.backup.online.BackupType;
import dev.muster.backup.protocol.BackupServer;
import dev.muster.catalog.security.MetadataChoice;
import dev.muster.runtime.SocketAddress;
import dev.muster.runtime.World;
import dev.muster.runtime.sim.Simulation;
import dev.muster.store.StoreIdentity;
import dev.muster.store.engine.Stores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;

/**
 * Writes the golden files of the format that this program writes: {@code GoldenArtifacts FOLDER}, once for each new version of
 * the format, and never over old ones; those of versions 1 and 2 were made when there were no others. Each folder has a full up to transaction 20, differentials up to 30 and 40, and one that
 * found nothing new.
 */
final class GoldenArtifacts {
    static final String KEY = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";

    private static final SocketAddress SERVER = new SocketAddress("server", 6362);
    private static final Path FOLDER = Path.of("/backups");

    private GoldenArtifacts() {}

    public static void main(String[] arguments) throws IOException {
        Path into = Path.of(arguments[0]);
        Path version = into.resolve("v" + ArtifactHeader.WRITTEN_VERSION);
        write(version.resolve("zstd"), BackupRequest.Compression.ZSTD, null);
        write(version.resolve("none"), BackupRequest.Compression.NONE, null);
        write(version.resolve("sealed"), BackupRequest.Compression.ZSTD, EncryptionKey.parse(KEY));
    }

    private static void write(Path into, BackupRequest.Compression compression, EncryptionKey key) throws IOException {
        Simulation simulation = new Simulation(1);
        World client = simulation.server("client").world();
        World server = simulation.server("server").world();
        client.disk().createDirectories(FOLDER);
        StoreSource sales = new StoreSource(
                "sales", Stores.inMemory(new StoreIdentity(new UUID(1, 1), new UUID(1, 2)), server.clock()));
        sales.hasUsers = true;
        simulation.join(new BackupServer(server, sales).listen(SERVER), Duration.ofSeconds(1));
        for (int last : new int[] {20, 30, 40, 40}) {
            sales.upTo(last);
            simulation.runFor(Duration.ofSeconds(1));
            Backup backup = Backup.start(request(compression, key), client, (level, text) -> {});
            if (simulation.join(backup.report(), Duration.ofMinutes(1)).exitCode() != 0) {
                throw new IllegalStateException("a backup failed");
            }
        }
        Files.createDirectories(into);
        for (String name : client.disk().list(FOLDER)) {
            if (name.endsWith(".backup")) {
                Files.write(into.resolve(name), client.disk().readAll(FOLDER.resolve(name)));
            }
        }
    }

    private static BackupRequest request(BackupRequest.Compression compression, EncryptionKey key) {
        BackupRequest defaults = BackupRequest.of(List.of("sales"), List.of(SERVER), FOLDER, ZoneOffset.UTC);
        return new BackupRequest(
                        defaults.databases(),
                        defaults.sources(),
                        FOLDER,
                        BackupType.AUTO,
                        compression,
                        defaults.onFailure(),
                        defaults.parentRule(),
                        defaults.answerTimeoutMillis(),
                        defaults.inactivityTimeoutMillis(),
                        ZoneOffset.UTC,
                        key,
                        BackupRequest.Resolution.NONE)
                .withMetadata(MetadataChoice.ALL);
    }
}
