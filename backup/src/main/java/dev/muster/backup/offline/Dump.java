package dev.muster.backup.offline;

import dev.muster.backup.BackupError;
import dev.muster.backup.BackupException;
import dev.muster.backup.artifact.Artifact;
import dev.muster.backup.artifact.ArtifactHeader;
import dev.muster.backup.artifact.ArtifactName;
import dev.muster.backup.artifact.ArtifactWriter;
import dev.muster.backup.artifact.FullArtifact;
import dev.muster.backup.restore.RestoreTarget;
import dev.muster.runtime.Disk;
import dev.muster.runtime.World;
import dev.muster.store.CorruptStore;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import java.util.function.DoubleConsumer;

/**
 * Writes databases that do not run into dumps. A dump in a file is whole, synced and under its name, or it is not there; one
 * that it replaces stays until then.
 *
 * <p>Blocks on the disk; call it on no lane that must answer.
 */
public final class Dump {
    /** How the name of a dump ends that a database's name begins. */
    public static final String SUFFIX = ".dump";

    private final World world;
    private final RestoreTarget.Directories directories;
    private final DoubleConsumer progress;
    private final BooleanSupplier brokenOff;

    /** Where a dump goes. */
    public sealed interface Target {
        /** A file, whose folder exists. */
        record File(Path path, Existing existing) implements Target {}

        /** A stream, which is flushed and not closed. */
        record Stream(OutputStream stream) implements Target {}
    }

    /** What becomes of a file that has the name already. */
    public enum Existing {
        REFUSE,
        REPLACE
    }

    /**
     * @param directories of the server whose databases these are
     * @param progress hears the fraction that is written, 0 to 1
     * @param brokenOff is asked often, on the calling thread, whether to give up
     */
    public Dump(
            World world, RestoreTarget.Directories directories, DoubleConsumer progress, BooleanSupplier brokenOff) {
        this.world = world;
        this.directories = directories;
        this.progress = progress;
        this.brokenOff = brokenOff;
    }

    /** The databases with a store on this server that a name or a pattern means. Throws {@link BackupException} if none is. */
    public List<String> databases(String pattern) throws IOException {
        String wanted = pattern.toLowerCase(Locale.ROOT);
        List<String> names = ClosedDatabase.matching(world.disk(), directories.stores(), wanted);
        if (names.isEmpty()) {
            throw BackupError.DATABASE_MISSING.with(wanted);
        }
        return names;
    }

    /** Dumps a database. Throws {@link BackupException}. */
    public Artifact run(String database, Target target) {
        try {
            if (target instanceof Target.File file) {
                requireFree(file);
            }
            try (ClosedDatabase closed = ClosedDatabase.open(
                    world.disk(), directories.of(database), database, ClosedDatabase.Unrecovered.REFUSED)) {
                return write(database, closed, target);
            }
        } catch (AccessDeniedException e) {
            throw BackupError.NO_PERMISSION.because(e, "dump", e.getMessage());
        } catch (IOException | CorruptStore e) {
            throw BackupError.DUMP_FAILED.because(e, e.getClass().getSimpleName(), e.getMessage());
        }
    }

    private void requireFree(Target.File file) throws IOException {
        Disk disk = world.disk();
        Path folder = file.path().toAbsolutePath().getParent();
        if (!disk.isDirectory(folder)) {
            throw BackupError.FOLDER_MISSING.with(folder);
        }
        if (disk.isDirectory(file.path()) || (disk.exists(file.path()) && file.existing() == Existing.REFUSE)) {
            throw BackupError.ARCHIVE_EXISTS.with(file.path());
        }
    }

    private Artifact write(String database, ClosedDatabase closed, Target target) throws IOException {
        long now = world.clock().wallMillis();
        ArtifactHeader header = FullArtifact.header(
                world.random().nextUuid(), database, closed.store().identity(), now, true, null);
        try (ArtifactWriter writer = begin(target, header)) {
            return FullArtifact.write(closed.store().version(), writer, now, fraction -> {
                if (brokenOff.getAsBoolean()) {
                    throw BackupError.DUMP_BROKEN_OFF.with(database);
                }
                progress.accept(fraction);
            });
        }
    }

    private ArtifactWriter begin(Target target, ArtifactHeader header) throws IOException {
        if (target instanceof Target.File file) {
            Path path = file.path().toAbsolutePath();
            String name = path.getFileName().toString();
            // What a dump that was killed has left: holding the store's lock, nobody else is writing it.
            world.disk().delete(path.resolveSibling(ArtifactName.partial(name)));
            return ArtifactWriter.begin(world, path.getParent(), name, header, null);
        }
        return ArtifactWriter.begin(world, ((Target.Stream) target).stream(), header);
    }
}
