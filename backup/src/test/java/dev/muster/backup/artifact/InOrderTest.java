package dev.muster.backup.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.runtime.Disk;
import dev.muster.runtime.Workers;
import dev.muster.runtime.World;
import dev.muster.runtime.real.RealWorld;
import dev.muster.runtime.sim.SimulatedDisk;
import dev.muster.runtime.sim.SimulatedRandom;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pieces of artifacts that several processors are at, and their order. */
class InOrderTest {
    private static final int MIB = 1024 * 1024;

    private final List<Integer> taken = new ArrayList<>();

    @Test
    void handsOnInTheOrderInWhichPiecesWereBegun() throws IOException {
        LateWorkers workers = new LateWorkers(2);
        add(workers, 20, 1);

        assertThat(taken).isEqualTo(IntStream.range(0, 20).boxed().toList());
        assertThat(workers.waitingMax).as("four for each of them").isEqualTo(9);
    }

    @Test
    void handsOnAtOnceWhatIsReady() throws IOException {
        InOrder<Integer> pieces = new InOrder<>(Workers.INLINE, taken::add);
        pieces.add(1, () -> 7);

        assertThat(taken).containsExactly(7);
    }

    @Test
    void holdsNoMoreThanAFewMegabytesAndWaitsForALargerPiece() throws IOException {
        LateWorkers some = new LateWorkers(100);
        add(some, 20, 3 * MIB);
        assertThat(some.waitingMax).isEqualTo(3);

        LateWorkers one = new LateWorkers(100);
        add(one, 3, 64 * MIB);
        assertThat(one.waitingMax).isEqualTo(1);
    }

    @Test
    void takesNothingBehindAPieceThatFailed() throws IOException {
        InOrder<Integer> pieces = new InOrder<>(new LateWorkers(2), taken::add);
        pieces.add(1, () -> 0);
        pieces.add(1, () -> {
            throw new IOException("broken");
        });
        pieces.add(1, () -> 2);

        assertThatThrownBy(pieces::finish).isInstanceOf(IOException.class).hasMessage("broken");
        pieces.finish();
        assertThat(taken).containsExactly(0);
    }

    @Test
    void anArtifactHasTheSameBytesHoweverManyProcessorsWereAtIt(@TempDir Path directory) throws IOException {
        for (EncryptionKey key : new EncryptionKey[] {null, EncryptionKey.parse(SampleArtifacts.KEY)}) {
            SimulatedDisk disk = new SimulatedDisk(1);
            disk.createDirectories(SampleArtifacts.FOLDER);
            byte[] inline = write(new LateWorkers(0).with(disk), SampleArtifacts.FOLDER, key);
            assertThat(write(new LateWorkers(3).with(disk), SampleArtifacts.FOLDER, key))
                    .isEqualTo(inline);
            World real = RealWorld.open("in-order");
            try {
                assertThat(write(real, directory, key)).isEqualTo(inline);
                List<Long> positions = new ArrayList<>();
                ArtifactReader.readAll(
                        real,
                        directory.resolve(SampleArtifacts.NAME),
                        key,
                        (kind, payload, position) -> positions.add(position));
                assertThat(positions).hasSize(40).isSorted();
            } finally {
                RealWorld.close(real);
            }
        }
    }

    /** 40 parts that are packed in very different times. */
    private static byte[] write(World world, Path folder, EncryptionKey key) throws IOException {
        Disk disk = world.disk();
        Encryption encryption = Encryption.with(key, new SimulatedRandom(1));
        Random random = new Random(1);
        ArtifactHeader header = SampleArtifacts.full(key);
        try (ArtifactWriter writer = ArtifactWriter.begin(world, folder, SampleArtifacts.NAME, header, encryption)) {
            for (int part = 0; part < 40; part++) {
                byte[] bytes = new byte[part % 7 == 0 ? 300_000 : part + 1];
                random.nextBytes(bytes);
                writer.chunk(ChunkKind.PART, bytes);
            }
            Artifact artifact = writer.seal(SampleArtifacts.facts(40, writer.rawBytes()));
            return disk.readAll(artifact.file());
        }
    }

    private void add(LateWorkers workers, int count, long bytes) throws IOException {
        taken.clear();
        InOrder<Integer> pieces = new InOrder<>(workers, taken::add);
        for (int i = 0; i < count; i++) {
            int number = i;
            pieces.add(bytes, () -> number);
        }
        pieces.finish();
    }
}
