package dev.muster.node.bench;

import dev.muster.backup.artifact.Artifact;
import dev.muster.backup.artifact.ArtifactReader;
import dev.muster.backup.artifact.ArtifactWriter;
import dev.muster.backup.artifact.ChunkKind;
import dev.muster.runtime.World;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.HdrHistogram.Histogram;

/**
 * What a full backup costs at best on this machine: its contents lie unpacked in a file and are copied into an artifact, with the
 * same compression, checksums and sync, by as many processors, in a JVM that is warm; without a server, a store and a network.
 */
final class CopyFloor {
    private static final int RUNS = 3;
    private static final int BUFFER_BYTES = 1024 * 1024;

    private CopyFloor() {}

    /** Copies the contents of an artifact, in which so many megabytes are that count, within a directory; the fastest of three times. */
    static Measurement run(World world, Path artifact, Path directory, int megabytes) throws IOException {
        Path work = Files.createTempDirectory(directory, "floor-");
        Path unpacked = work.resolve("unpacked");
        Path copy = work.resolve("copy.backup");
        try {
            Artifact original = unpack(world, artifact, unpacked);
            Histogram nanos = Measurement.histogram();
            for (int run = 0; run < RUNS; run++) {
                long start = System.nanoTime();
                copy(world, unpacked, original, copy);
                nanos.recordValue(System.nanoTime() - start);
                Files.delete(copy);
            }
            return Measurement.of(
                    "floor of FULL",
                    nanos,
                    megabytes / (nanos.getMinValue() / 1e9),
                    "MB",
                    "of " + megabytes + " MB; a copy with the same compression, checksums and sync; the fastest of "
                            + RUNS);
        } finally {
            Files.deleteIfExists(copy);
            Files.deleteIfExists(unpacked);
            Files.delete(work);
        }
    }

    /** How much of the floor's rate was reached, in words. */
    static String share(Measurement measured, Measurement floor) {
        return String.format(Locale.ROOT, "%.0f %% of the floor", 100 * measured.perSecond() / floor.perSecond());
    }

    /** Writes what the chunks have into a file, and says what else it takes to make the artifact of them. */
    static Artifact unpack(World world, Path artifact, Path unpacked) throws IOException {
        try (DataOutputStream out =
                new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(unpacked), BUFFER_BYTES))) {
            return ArtifactReader.readAll(world, artifact, null, (kind, payload, position) -> {
                out.writeByte(kind.code());
                out.writeInt(payload.length);
                out.write(payload);
            });
        }
    }

    /** The copy is the artifact once more, byte for byte. */
    static void copy(World world, Path unpacked, Artifact original, Path target) throws IOException {
        try (DataInputStream in =
                        new DataInputStream(new BufferedInputStream(Files.newInputStream(unpacked), BUFFER_BYTES));
                ArtifactWriter writer = ArtifactWriter.begin(
                        world, target.getParent(), target.getFileName().toString(), original.header(), null)) {
            for (int kind = in.read(); kind >= 0; kind = in.read()) {
                byte[] payload = new byte[in.readInt()];
                if (in.readNBytes(payload, 0, payload.length) < payload.length) {
                    throw new EOFException(unpacked + " ends early");
                }
                writer.chunk(ChunkKind.of(kind), payload);
            }
            writer.seal(original.facts());
        }
    }
}
