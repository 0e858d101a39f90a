package dev.muster.backup.folder;

import dev.muster.backup.BackupError;
import dev.muster.backup.BackupException;
import dev.muster.backup.offline.ConsistencyCheck;
import dev.muster.backup.online.BackupRequest;
import dev.muster.runtime.SocketAddress;
import dev.muster.runtime.World;
import dev.muster.runtime.real.RealWorld;
import dev.muster.store.StoreCheck.Part;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.List;

/**
 * Backups from Java as programs of 1.x to 3.x make them (facts D.2): the methods of {@code org.neo4j.backup.OnlineBackup} with their
 * defaults. A directory keeps one database's chain of artifacts. Unlike there, the old backup goes only when the new one is whole,
 * and is kept beside it then.
 *
 * <pre>{@code
 * OnlineBackup backup = OnlineBackup.from("127.0.0.1").full("/backups/neo4j");
 * backup.incremental("/backups/neo4j");
 * }</pre>
 *
 * <p>One thread at a time; every call blocks until it is done.
 */
public final class OnlineBackup {
    private static final int DEFAULT_PORT = 6362;
    private static final long TIMEOUT_MILLIS = 20 * 60_000L;

    private final SocketAddress server;
    private String database = "neo4j";
    private long timeoutMillis = TIMEOUT_MILLIS;
    private PrintStream output = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
    private FolderBackup.Outcome outcome;
    private boolean consistent;

    private OnlineBackup(SocketAddress server) {
        this.server = server;
    }

    /** The server whose backup port that is; nothing is connected yet. */
    public static OnlineBackup from(String host, int port) {
        return new OnlineBackup(new SocketAddress(host, port));
    }

    /** The same at port 6362. */
    public static OnlineBackup from(String host) {
        return from(host, DEFAULT_PORT);
    }

    /** Of another database than {@code neo4j}; those versions had one. */
    public OnlineBackup database(String name) {
        database = name;
        return this;
    }

    /** How long the server may be silent, milliseconds; 20 minutes if nobody says so. */
    public OnlineBackup withTimeout(long millis) {
        timeoutMillis = millis;
        return this;
    }

    /** Where to tell how it goes. */
    public OnlineBackup withOutput(OutputStream stream) {
        output = new PrintStream(stream, true, StandardCharsets.UTF_8);
        return this;
    }

    /** Without effect. */
    public OnlineBackup gatheringForensics(boolean gather) {
        return this;
    }

    /** A full into an empty or missing directory, else what is new, else a full in its place; then checks it. */
    public OnlineBackup backup(Path directory) {
        return backup(directory, true);
    }

    /** The same, checked afterwards or not. Throws {@link BackupException}. */
    public OnlineBackup backup(Path directory, boolean verify) {
        return run(directory, FolderBackup.Fallback.TO_FULL, verify);
    }

    /** A full into an empty directory, checked. */
    public OnlineBackup full(String directory) {
        return full(directory, true);
    }

    /** The same, checked afterwards or not. Throws {@link BackupException}, also if the directory is not empty. */
    public OnlineBackup full(String directory, boolean verify) {
        Path folder = Path.of(directory);
        requireContent(folder, true);
        return run(folder, FolderBackup.Fallback.TO_FULL, verify);
    }

    /** What is new since the last run into that directory, not checked. */
    public OnlineBackup incremental(String directory) {
        return incremental(directory, false);
    }

    /** The same, checked afterwards or not. Throws {@link IncrementalBackupNotPossible} if the server cannot continue it. */
    public OnlineBackup incremental(String directory, boolean verify) {
        Path folder = Path.of(directory);
        requireContent(folder, false);
        return run(folder, FolderBackup.Fallback.NONE, verify);
    }

    /** The last transaction in the directory after the last run. */
    public long getLastCommittedTx() {
        requireOutcome();
        long highest = outcome.databaseOutcome().artifact().highest();
        return highest == 0 ? outcome.databaseOutcome().artifact().header().afterTransactionId() : highest;
    }

    /** Whether the last run left a consistent backup; true if it was not checked. */
    public boolean isConsistent() {
        requireOutcome();
        return consistent;
    }

    private void requireOutcome() {
        if (outcome == null) {
            throw new IllegalStateException("No outcome yet. Please call full or incremental backup first");
        }
    }

    private void requireContent(Path folder, boolean empty) {
        inWorld(world -> {
            boolean isEmpty = world.disk().list(folder).isEmpty();
            if (empty && !isEmpty) {
                throw BackupError.NOT_EMPTY.with(folder);
            }
            if (!empty && isEmpty) {
                throw BackupError.NO_PREVIOUS_BACKUP.with(database, folder);
            }
            return null;
        });
    }

    private OnlineBackup run(Path folder, FolderBackup.Fallback fallback, boolean verify) {
        return inWorld(world -> {
            FolderBackup.Outcome done = FolderBackup.run(
                    world,
                    request(folder),
                    folder,
                    fallback,
                    (level, text) -> output.println(text),
                    step -> output.println("Performing " + (step == FolderBackup.Step.FULL ? "full" : "incremental")
                            + " backup from '" + server + "'"),
                    started -> {});
            if (!done.saved()) {
                throw failure(done, fallback);
            }
            outcome = done;
            consistent = !verify || check(world, folder);
            output.println("Done");
            return this;
        });
    }

    private static RuntimeException failure(FolderBackup.Outcome done, FolderBackup.Fallback fallback) {
        BackupError error = done.databaseOutcome().error();
        String reason = done.databaseOutcome().reason();
        boolean cannotContinue = fallback == FolderBackup.Fallback.NONE && error == BackupError.ALL_SOURCES_FAILED;
        return cannotContinue ? new IncrementalBackupNotPossible(reason) : error.saying(reason);
    }

    private boolean check(World world, Path folder) {
        return ConsistencyCheck.run(
                        world,
                        new ConsistencyCheck.Request(
                                database,
                                new ConsistencyCheck.Subject.Archive(folder, null),
                                EnumSet.allOf(Part.class),
                                false),
                        new ConsistencyCheck.Listener() {
                            @Override
                            public void log(String line) {
                                output.println(line);
                            }

                            @Override
                            public void reached(String what, double fraction) {
                                // Lines are enough here.
                            }
                        },
                        () -> false)
                .isConsistent();
    }

    private BackupRequest request(Path folder) {
        BackupRequest defaults = BackupRequest.of(List.of(database), List.of(server), folder, ZoneId.systemDefault());
        return new BackupRequest(
                defaults.databases(),
                defaults.sources(),
                folder,
                defaults.type(),
                defaults.compression(),
                defaults.onFailure(),
                defaults.parentRule(),
                Math.min(timeoutMillis, defaults.answerTimeoutMillis()),
                timeoutMillis,
                defaults.zone());
    }

    private interface Work<T> {
        T in(World world) throws IOException;
    }

    private static <T> T inWorld(Work<T> work) {
        World world = RealWorld.open("online-backup");
        try {
            return work.in(world);
        } catch (IOException e) {
            throw BackupError.UNEXPECTED.because(e, e.getMessage());
        } finally {
            RealWorld.close(world);
        }
    }
}
