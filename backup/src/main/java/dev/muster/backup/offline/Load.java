package dev.muster.backup.offline;

import dev.muster.backup.BackupError;
import dev.muster.backup.BackupException;
import dev.muster.backup.artifact.Artifact;
import dev.muster.backup.artifact.ArtifactReader;
import dev.muster.backup.artifact.Chains;
import dev.muster.backup.artifact.EncryptionKey;
import dev.muster.backup.online.DatabasePattern;
import dev.muster.backup.restore.Restore;
import dev.muster.backup.restore.RestoreReport;
import dev.muster.backup.restore.RestoreRequest;
import dev.muster.backup.restore.RestoreTarget;
import dev.muster.backup.restore.RestoreUntil;
import dev.muster.runtime.Disk;
import dev.muster.runtime.DiskFile;
import dev.muster.runtime.World;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Makes databases of dumps, or of full backups. The archive is read and verified whole before anything is touched; the store is
 * built beside its place and swapped in ({@link Restore}).
 *
 * <p>Blocks on the disk; call it on no lane that must answer.
 */
public final class Load {
    private static final int BUFFER_BYTES = 256 * 1024;

    private final World world;
    private final RestoreTarget.Directories directories;
    private final Consumer<String> log;
    private final BooleanSupplier brokenOff;

    /** Where an archive comes from. */
    public sealed interface Source {
        /** A file. */
        record File(Path path) implements Source {}

        /** A stream that is read to its end; it goes into a file beside the store first, for it must be read twice. */
        record Stream(InputStream stream) implements Source {}
    }

    /**
     * @param directories of the server that gets the databases
     * @param log hears one line per step
     * @param brokenOff is asked often, on the calling thread, whether to give up
     */
    public Load(World world, RestoreTarget.Directories directories, Consumer<String> log, BooleanSupplier brokenOff) {
        this.world = world;
        this.directories = directories;
        this.log = log;
        this.brokenOff = brokenOff;
    }

    /** The databases whose archives lie in a folder and that a name or pattern means. Throws {@link BackupException} if none is. */
    public static List<String> databases(Disk disk, Path folder, String pattern) throws IOException {
        String wanted = pattern.toLowerCase(Locale.ROOT);
        DatabasePattern parsed = DatabasePattern.parse(wanted);
        if (!parsed.isGlob()) {
            return List.of(wanted);
        }
        Set<String> names = new TreeSet<>();
        for (String file : disk.list(folder)) {
            if (file.endsWith(Dump.SUFFIX) && !file.startsWith(".")) {
                names.add(file.substring(0, file.length() - Dump.SUFFIX.length()));
            }
        }
        Chains.read(disk, folder).newestFirst().stream()
                .filter(Artifact::full)
                .forEach(full -> names.add(full.header().databaseName()));
        names.removeIf(name -> !parsed.matches(name));
        if (names.isEmpty()) {
            throw BackupError.ARCHIVE_MISSING.with(folder.resolve(wanted + Dump.SUFFIX));
        }
        return List.copyOf(names);
    }

    /** The archive of a database in a folder: its dump, else its newest full backup. Throws {@link BackupException}. */
    public static Path archive(Disk disk, Path folder, String database) throws IOException {
        Path dump = folder.resolve(database + Dump.SUFFIX);
        if (disk.exists(dump)) {
            return dump;
        }
        return Chains.read(disk, folder).newestFirst().stream()
                .filter(artifact ->
                        artifact.full() && artifact.header().databaseName().equals(database))
                .findFirst()
                .map(Artifact::file)
                .orElseThrow(() -> BackupError.ARCHIVE_MISSING.with(dump));
    }

    /** Loads a database from an archive that is not encrypted. Throws {@link BackupException}. */
    public RestoreReport run(String database, Source source, RestoreRequest.Existing existing) throws IOException {
        return run(database, source, existing, null);
    }

    /** The same with the key of an encrypted full backup; null if there is none. */
    public RestoreReport run(String database, Source source, RestoreRequest.Existing existing, EncryptionKey key)
            throws IOException {
        return with(database, source, path -> {
            RestoreRequest request = new RestoreRequest(
                    path,
                    null,
                    database,
                    existing,
                    RestoreUntil.END,
                    directories.stores(),
                    directories.transactionLogs(),
                    directories.serverLock(),
                    key);
            return Restore.run(request, world, log, brokenOff);
        });
    }

    /** What an archive says of itself. Throws {@link BackupException}. */
    public Artifact describe(String database, Source source) throws IOException {
        return with(database, source, this::archive);
    }

    /** Something done with an archive that lies in a file. */
    @FunctionalInterface
    private interface Use<T> {
        T of(Path archive) throws IOException;
    }

    private <T> T with(String database, Source source, Use<T> use) throws IOException {
        try {
            if (source instanceof Source.File file) {
                archive(file.path());
                return use.of(file.path());
            }
            Path spool = directories.stores().resolve("." + database + ".load");
            try {
                spool(((Source.Stream) source).stream(), spool, database);
                archive(spool);
                return use.of(spool);
            } finally {
                world.disk().delete(spool);
            }
        } catch (AccessDeniedException e) {
            throw BackupError.NO_PERMISSION.because(e, "load", e.getMessage());
        }
    }

    private Artifact archive(Path path) throws IOException {
        if (!world.disk().exists(path) || world.disk().isDirectory(path)) {
            throw BackupError.ARCHIVE_MISSING.with(path);
        }
        try {
            Artifact artifact = ArtifactReader.describe(world.disk(), path);
            if (!artifact.full()) {
                throw BackupError.ARCHIVE_INVALID.with(path);
            }
            return artifact;
        } catch (BackupException e) {
            throw e.error() == BackupError.NOT_AN_ARTIFACT ? BackupError.ARCHIVE_INVALID.because(e, path) : e;
        }
    }

    private void spool(InputStream stream, Path spool, String database) throws IOException {
        Disk disk = world.disk();
        disk.createDirectories(directories.stores());
        disk.delete(spool);
        byte[] buffer = new byte[BUFFER_BYTES];
        try (DiskFile file = disk.open(spool, Disk.Open.CREATE_NEW)) {
            long written = 0;
            for (int length = stream.read(buffer); length >= 0; length = stream.read(buffer)) {
                if (brokenOff.getAsBoolean()) {
                    throw BackupError.RESTORE_BROKEN_OFF.with(database);
                }
                file.write(ByteBuffer.wrap(buffer, 0, length), written);
                written += length;
            }
        }
    }
}
