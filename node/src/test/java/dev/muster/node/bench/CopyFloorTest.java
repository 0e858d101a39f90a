package dev.muster.node.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.backup.artifact.Artifact;
import dev.muster.backup.artifact.ArtifactFacts;
import dev.muster.backup.artifact.ArtifactWriter;
import dev.muster.backup.artifact.ChunkKind;
import dev.muster.backup.artifact.FullArtifact;
import dev.muster.runtime.World;
import dev.muster.runtime.real.RealWorld;
import dev.muster.store.GraphDigest;
import dev.muster.store.StoreIdentity;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CopyFloorTest {
    private final World world = RealWorld.open("floor");

    @TempDir
    private Path directory;

    @AfterEach
    void close() {
        RealWorld.close(world);
    }

    @Test
    void copiesWhatTheBackupHasWithTheSameCompressionAndChecksums() throws IOException {
        Artifact artifact = artifact();
        Path unpacked = directory.resolve("unpacked");
        Path copy = directory.resolve("copy.backup");

        CopyFloor.copy(world, unpacked, CopyFloor.unpack(world, artifact.file(), unpacked), copy);

        assertThat(Files.size(unpacked)).isGreaterThan(artifact.bytes());
        assertThat(copy).hasSameBinaryContentAs(artifact.file());
    }

    @Test
    void saysTheRateOfTheFastestAndLeavesNothingBehind() throws IOException {
        Artifact artifact = artifact();

        Measurement floor = CopyFloor.run(world, artifact.file(), directory, 7);

        assertThat(floor.count()).isEqualTo(3);
        assertThat(floor.unit()).isEqualTo("MB");
        assertThat(floor.perSecond()).isGreaterThanOrEqualTo(7 / (floor.p50Micros() / 1e6));
        try (Stream<Path> left = Files.list(directory)) {
            assertThat(left).containsExactly(artifact.file());
        }
    }

    @Test
    void tellsWhichShareOfTheFloorWasReached() {
        Measurement floor = new Measurement("floor", 3, 400, "MB", 1, 1, 1, "");
        Measurement full = new Measurement("full", 1, 100, "MB", 1, 1, 1, "of 7 MB");

        assertThat(full.noting(CopyFloor.share(full, floor)).note()).isEqualTo("of 7 MB; 25 % of the floor");
    }

    private Artifact artifact() throws IOException {
        StoreIdentity identity = new StoreIdentity(new UUID(1, 1), new UUID(2, 2));
        byte[] part = "what compresses ".repeat(10_000).getBytes(StandardCharsets.UTF_8);
        try (ArtifactWriter writer = ArtifactWriter.begin(
                world,
                directory,
                "neo4j.backup",
                FullArtifact.header(new UUID(3, 3), "neo4j", identity, 1_000, true, null),
                null)) {
            writer.chunk(ChunkKind.PART, part.clone());
            writer.chunk(ChunkKind.PART, part);
            return writer.seal(new ArtifactFacts(
                    1, 1, GraphDigest.EMPTY.toString(), 2, 1, 0, writer.rawBytes(), 0, 0, 1_000, null));
        }
    }
}
