package dev.muster.node.bench;

import dev.muster.node.launcher.Progress;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.HdrHistogram.Histogram;
import org.neo4j.driver.Driver;
import org.neo4j.driver.Session;
import org.neo4j.driver.SessionConfig;

/** What a backup costs those who write meanwhile: one client's small transactions, without a backup and during full ones. */
final class WritesBesideBackup {
    private static final long WARM_UP_NANOS = 3_000_000_000L;
    private static final long QUIET_NANOS = 10_000_000_000L;
    /** One backup of a small database is over too soon to say anything about its writers. */
    private static final int BACKUPS = 3;

    private final Driver driver;
    private final String database;

    private WritesBesideBackup(Driver driver, String database) {
        this.driver = driver;
        this.database = database;
    }

    /** A full backup with the real client. */
    @FunctionalInterface
    interface FullBackup {
        void run() throws IOException;
    }

    static List<Measurement> run(Driver driver, String database, FullBackup backup, Progress progress)
            throws IOException {
        WritesBesideBackup writes = new WritesBesideBackup(driver, database);
        progress.at("writing without a backup");
        writes.until(WritesBesideBackup.passed(WARM_UP_NANOS));
        Measurement without = writes.measured("write, without a backup", writes.until(passed(QUIET_NANOS)));
        progress.at("writing during backups");
        return List.of(without, writes.measured("write, during full backups", writes.during(backup)));
    }

    private static BooleanSupplier passed(long nanos) {
        long begun = System.nanoTime();
        return () -> System.nanoTime() - begun >= nanos;
    }

    private Histogram during(FullBackup backup) throws IOException {
        AtomicReference<Exception> problem = new AtomicReference<>();
        Thread backups = new Thread(
                () -> {
                    try {
                        for (int i = 0; i < BACKUPS; i++) {
                            backup.run();
                        }
                    } catch (IOException | RuntimeException e) {
                        problem.set(e);
                    }
                },
                "backups");
        backups.start();
        Histogram nanos = until(() -> !backups.isAlive());
        if (problem.get() != null) {
            throw new IOException("a backup beside the writes failed", problem.get());
        }
        return nanos;
    }

    private Histogram until(BooleanSupplier over) {
        Histogram nanos = Measurement.histogram();
        try (Session session = driver.session(SessionConfig.forDatabase(database))) {
            while (!over.getAsBoolean()) {
                long begun = System.nanoTime();
                session.executeWriteWithoutResult(transaction ->
                        transaction.run("CREATE (:Small {number: 1})").consume());
                nanos.recordValue(System.nanoTime() - begun);
            }
        }
        return nanos;
    }

    private Measurement measured(String what, Histogram nanos) {
        return Measurement.of(
                what,
                nanos,
                0,
                "",
                "p99 " + Measurement.duration(nanos.getValueAtPercentile(99) / 1e3) + "; one client");
    }
}
