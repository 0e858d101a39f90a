package dev.muster.sim.planted;

import static dev.muster.sim.fault.FaultKind.CLOCK;
import static dev.muster.sim.fault.FaultKind.KILL;

import dev.muster.backup.online.BackupReport;
import dev.muster.backup.online.DatabaseOutcome;
import dev.muster.backup.online.ServerAnswer;
import dev.muster.runtime.DiskFile;
import dev.muster.sim.cluster.Seams;
import dev.muster.sim.seam.ForwardingDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;

/** Bugs of whoever makes backups: of its files, and of what it says of them. */
final class BackupBugs {
    private static final String MACHINE = "backup-1";

    static final List<PlantedBug> ALL = List.of(
            onMachine(
                            "artifacts never synced",
                            "what an artifact holds is not made durable",
                            () -> Worlds.files(name -> true, NoSync::new))
                    .slow(20),
            onMachine(
                            "artifacts' names never synced",
                            "an artifact's name is not made durable",
                            () -> Worlds.disks(NoNameSync::new))
                    .slow(20),
            onMachine(
                    "artifact reported and not there",
                    "an artifact never gets its name",
                    () -> Worlds.disks(NoMove::new)),
            onMachine(
                    "artifact altered",
                    "a byte of each piece that is written changes",
                    () -> Worlds.files(name -> name.contains("backup"), Alters::new)),
            PlantedBug.of(
                            "exit code 0 with a server unreachable",
                            "a server that does not answer is reported as one that has no databases",
                            () -> reports(BackupBugs::allAnswered))
                    .in("backup")
                    .with(KILL)
                    .slow(20),
            PlantedBug.of(
                            "failed database left out",
                            "a database that could not be saved is not in the report",
                            () -> reports(BackupBugs::onlySuccess))
                    .in("backup")
                    .with(KILL, CLOCK)
                    .slow(20));

    private BackupBugs() {}

    /** Faults of servers do not matter, but without any the machine that makes backups has no troubles either. */
    private static PlantedBug onMachine(String name, String breaks, java.util.function.Supplier<Seams> seams) {
        return PlantedBug.of(name, breaks, () -> Worlds.onlyOn(MACHINE, seams))
                .in("backup")
                .with(CLOCK);
    }

    private static Seams reports(UnaryOperator<BackupReport> told) {
        return new Seams() {
            @Override
            public BackupReport report(BackupReport report) {
                return told.apply(report);
            }
        };
    }

    private static BackupReport allAnswered(BackupReport report) {
        ServerAnswer one = report.servers().stream()
                .filter(ServerAnswer::answered)
                .findFirst()
                .orElse(null);
        return one == null
                ? report
                : new BackupReport(
                        report.servers().stream()
                                .map(answer -> answer.answered()
                                        ? answer
                                        : new ServerAnswer(answer.source(), one.server(), List.of(), ""))
                                .toList(),
                        report.databases(),
                        report.startedAtMillis(),
                        report.tookMillis());
    }

    private static BackupReport onlySuccess(BackupReport report) {
        List<DatabaseOutcome> saved =
                report.databases().stream().filter(DatabaseOutcome::saved).toList();
        return saved.isEmpty()
                ? report
                : new BackupReport(report.servers(), saved, report.startedAtMillis(), report.tookMillis());
    }

    private static final class NoSync extends ForwardingDisk.File {
        NoSync(DiskFile file) {
            super(file);
        }

        @Override
        public void force(boolean metadata) {
            // that is the bug
        }
    }

    private static final class NoNameSync extends ForwardingDisk {
        NoNameSync(dev.muster.runtime.Disk disk) {
            super(disk);
        }

        @Override
        public void syncDirectory(Path directory) {
            // that is the bug
        }
    }

    private static final class NoMove extends ForwardingDisk {
        NoMove(dev.muster.runtime.Disk disk) {
            super(disk);
        }

        @Override
        public void move(Path from, Path to) {
            // that is the bug
        }
    }

    private static final class Alters extends ForwardingDisk.File {
        Alters(DiskFile file) {
            super(file);
        }

        @Override
        public void write(ByteBuffer source, long position) throws IOException {
            ByteBuffer bytes = Records.copyOf(source);
            int middle = bytes.limit() / 2;
            if (middle > 0) {
                bytes.put(middle, (byte) (bytes.get(middle) ^ 1));
            }
            super.write(bytes, position);
        }
    }
}
