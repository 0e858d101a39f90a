package dev.muster.backup.chain;

import dev.muster.backup.artifact.Artifact;
import dev.muster.backup.artifact.ArtifactFacts;
import dev.muster.backup.artifact.ArtifactHeader;
import dev.muster.backup.artifact.ArtifactName;
import dev.muster.backup.artifact.ArtifactWriter;
import dev.muster.runtime.sim.SimulatedDisk;
import dev.muster.store.GraphDigest;
import java.io.IOException;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/** A folder on a simulated disk, filled with artifacts that hold nothing but what they say of themselves. */
final class ArtifactFolder {
    static final Path PATH = Path.of("/backups");
    static final long NOW = TimeUnit.DAYS.toMillis(20_000);

    final SimulatedDisk disk = new SimulatedDisk(1);
    private long made;

    ArtifactFolder() throws IOException {
        disk.createDirectories(PATH);
    }

    Artifact full(String database, int daysAgo, long last) throws IOException {
        return write(database, daysAgo, ArtifactHeader.Type.FULL, 0, new long[] {1, last});
    }

    Artifact differential(String database, int daysAgo, long first, long last) throws IOException {
        return write(database, daysAgo, ArtifactHeader.Type.DIFF, first - 1, new long[] {first, last});
    }

    Artifact empty(String database, int daysAgo, long after) throws IOException {
        return write(database, daysAgo, ArtifactHeader.Type.DIFF, after, new long[] {0, 0});
    }

    private Artifact write(String database, int daysAgo, ArtifactHeader.Type type, long after, long[] range)
            throws IOException {
        made++;
        long started = NOW - TimeUnit.DAYS.toMillis(daysAgo) + made * 1_000;
        ArtifactHeader header = new ArtifactHeader(
                1,
                new UUID(9, made),
                database,
                new UUID(1, database.hashCode()),
                new UUID(2, database.hashCode()),
                type,
                after,
                null,
                "",
                "",
                "",
                started,
                "none",
                "");
        String name =
                ArtifactName.choose(database, started, ZoneOffset.UTC, Set.of()).fileName();
        return ArtifactWriter.begin(disk, PATH, name, header)
                .seal(new ArtifactFacts(range[0], range[1], GraphDigest.EMPTY.toString(), 0, 0, 0, 0, 0, 0, started));
    }

    FolderChains read() throws IOException {
        return FolderChains.read(disk, PATH, null);
    }
}
