package dev.muster.sim.backup;

import dev.muster.backup.BackupException;
import dev.muster.backup.artifact.Artifact;
import dev.muster.backup.artifact.Chains.ParentRule;
import dev.muster.backup.inspect.Inspection;
import dev.muster.backup.online.Backup;
import dev.muster.backup.online.BackupReport;
import dev.muster.backup.online.BackupRequest;
import dev.muster.backup.online.BackupType;
import dev.muster.runtime.Disk;
import dev.muster.runtime.sim.SimulationFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * A fault at every point of a backup, one after the other: what the client asks of its disk, what it says and what it
 * hears, and at each of them everything that can go wrong there. After each, every artifact is either absent or restores
 * to exactly a committed prefix, what was there before is as it was, and report and exit code have told the truth.
 *
 * <p>All of it happens in one simulated cluster of three servers whose databases are under load; what a fault has broken
 * is mended before the next one. Takes the calling thread from beginning to end.
 */
public final class FaultEnumeration {
    private static final long ANSWER_MILLIS = 2_000;
    private static final long INACTIVITY_MILLIS = 4_000;
    private static final int VIOLATIONS_MAX = 20;
    /** Long enough for transactions to come. */
    private static final Duration CHAIN_PAUSE = Duration.ofSeconds(5);

    private final Plan plan;
    private final EnumeratedCluster around;
    private final BackupMachine machine;
    private final ReportJudge reports;
    private final PrefixJudge prefixes;
    private final Consumer<String> progress;
    private final Map<PointFault, Integer> tried = new EnumMap<>(PointFault.class);
    private final List<String> violations = new ArrayList<>();
    private int points;
    private int rounds;
    private int artifacts;
    private int intact;

    /**
     * What is enumerated.
     *
     * @param databases how many there are, beside {@code system} and the default one
     * @param everyOfOne of a backup of one database, every so manieth pair of point and fault
     * @param everyOfAll the same for backups of all databases at once
     */
    public record Plan(long seed, int databases, int everyOfOne, int everyOfAll) {}

    /**
     * What came of it.
     *
     * @param points different points of the backups
     * @param tried how often each fault struck
     * @param artifacts how many artifacts there were after faults, each of them restored and compared
     * @param intact after how many faults the backup was saved all the same
     */
    public record Result(int points, Map<String, Integer> tried, int artifacts, int intact, List<String> violations) {
        /** Faults that struck. */
        public int faults() {
            return tried.values().stream().mapToInt(Integer::intValue).sum();
        }
    }

    /** One kind of backup. */
    private record Shape(String name, List<String> databases, BackupType type, int every) {}

    private FaultEnumeration(Plan plan, Consumer<String> progress) {
        this.plan = plan;
        this.progress = progress;
        this.around = new EnumeratedCluster(plan.seed(), plan.databases());
        this.machine = around.machine();
        this.reports = new ReportJudge(around.cluster(), machine);
        this.prefixes = around.prefixes();
    }

    /** Carries out a plan; {@code progress} is told now and then how far it is. */
    public static Result run(Plan plan, Consumer<String> progress) {
        return new FaultEnumeration(plan, progress).run();
    }

    private Result run() {
        around.comeUp();
        try {
            enumerate(new Shape("full", List.of("d01"), BackupType.FULL, plan.everyOfOne()));
            saveParent("d02");
            enumerate(new Shape("differential", List.of("d02"), BackupType.DIFF, plan.everyOfOne()));
            enumerateChain();
            enumerate(new Shape("all databases", List.of("*"), BackupType.AUTO, plan.everyOfAll()));
        } catch (SimulationFailure failure) {
            violations.add(failure.getMessage());
        }
        Map<String, Integer> counts = new TreeMap<>();
        tried.forEach((fault, count) -> counts.put(fault.text(), count));
        return new Result(points, counts, artifacts, intact, List.copyOf(violations));
    }

    private void saveParent(String database) {
        save(database, BackupType.FULL);
    }

    private void save(String database, BackupType type) {
        BackupReport report =
                around.simulation().join(begin(request(List.of(database), type)).report(), Duration.ofMinutes(2));
        if (report.exitCode() != 0) {
            violations.add("without any fault: " + report.meaning());
        }
    }

    /** A full and two differentials of a database that is written to, in a folder where nothing else is. */
    private void enumerateChain() {
        restoreFolder(Map.of());
        saveParent("d03");
        for (int i = 0; i < 2; i++) {
            around.simulation().runFor(CHAIN_PAUSE);
            save("d03", BackupType.DIFF);
        }
        prefixes.follow();
        List<Path> chain =
                contents().keySet().stream().map(machine.folder()::resolve).toList();
        new ChainEnumeration(around, chain, new ChainEnumeration.Tally() {
                    @Override
                    public void point() {
                        points++;
                    }

                    @Override
                    public void struck(PointFault fault) {
                        tried.merge(fault, 1, Integer::sum);
                    }

                    @Override
                    public void violation(String text) {
                        violations.add(text);
                    }
                })
                .run();
    }

    private void enumerate(Shape shape) {
        List<PointKind> found = countPoints(shape);
        points += found.size();
        int pair = 0;
        for (int at = 0; at < found.size() && violations.size() < VIOLATIONS_MAX; at++) {
            for (PointFault fault : PointFault.values()) {
                if (fault.happensAt(found.get(at)) && pair++ % shape.every() == 0) {
                    round(shape, at, fault);
                }
            }
            progress.accept(shape.name() + ": point " + (at + 1) + " of " + found.size() + ", "
                    + tried.values().stream().mapToInt(Integer::intValue).sum() + " faults, " + violations.size()
                    + " violations");
        }
    }

    private List<PointKind> countPoints(Shape shape) {
        around.watch().count();
        BackupReport report = around.simulation()
                .join(begin(request(shape.databases(), shape.type())).report(), Duration.ofMinutes(2));
        List<PointKind> found = around.watch().passed();
        around.watch().disarm();
        if (report.exitCode() != 0) {
            violations.add(shape.name() + " without any fault: " + report.meaning());
        }
        for (Artifact artifact : reported(report)) {
            delete(artifact.fileName());
        }
        return found;
    }

    // ---------------------------------------------------------------- a round

    private void round(Shape shape, int at, PointFault fault) {
        rounds++;
        String where = shape.name() + ", " + fault.text() + " at point " + at + ": ";
        int before = reports.problems().size();
        Map<String, byte[]> folder = contents();
        String victim = shape.databases().equals(List.of("*"))
                ? around.databases().get(rounds % around.databases().size())
                : shape.databases().get(0);
        prefixes.follow();
        ReportJudge.Before stood = reports.before();
        around.watch().arm(at, fault, source -> around.strike(fault, source, victim));
        BackupRequest request = request(shape.databases(), shape.type());
        BackupReport report = await(where, begin(request));
        if (around.watch().disarm()) {
            tried.merge(fault, 1, Integer::sum);
        }
        if (report == null && !fault.endsTheClient()) {
            violations.add(where + "no report");
        }
        machine.goOn();
        boolean cutOff = report == null;
        if (report != null) {
            reports.judge(rounds, request, report, stood);
            reports.judgeLeftovers(rounds, stood);
            judgeSuccess(where, fault, report);
        }
        around.mend();
        prefixes.follow();
        judgeFolder(where, folder, report, cutOff);
        reports.problems().stream().skip(before).forEach(problem -> violations.add(where + problem));
        restoreFolder(folder);
        if (shape.type() == BackupType.DIFF && fault.losesTransactions()) {
            restoreFolder(Map.of());
            saveParent(victim);
        }
    }

    private Backup begin(BackupRequest request) {
        return Backup.start(request, machine.world(), (level, text) -> {});
    }

    /** The report; null if the process ended before. */
    private BackupReport await(String where, Backup running) {
        CompletableFuture<BackupReport> report = running.report().toCompletableFuture();
        try {
            around.until("the backup ends", () -> report.isDone() || !machine.isUp());
        } catch (SimulationFailure failure) {
            violations.add(where + failure.getMessage());
            machine.kill();
            return null;
        }
        return machine.isUp() ? report.getNow(null) : null;
    }

    /** Where others have what was wanted, it is saved. */
    private void judgeSuccess(String where, PointFault fault, BackupReport report) {
        boolean all = report.databases().stream().allMatch(outcome -> outcome.saved());
        intact += all ? 1 : 0;
        if (fault.leavesOtherSources() && !all) {
            violations.add(where + "other servers have it, yet: " + report.meaning() + " "
                    + report.databases().stream()
                            .filter(outcome -> !outcome.saved())
                            .map(outcome -> outcome.database() + ": " + outcome.reason())
                            .toList());
        }
    }

    // ---------------------------------------------------------------- the folder

    /** What was there is as it was; what is new restores to a committed prefix, and was reported if anything was. */
    private void judgeFolder(String where, Map<String, byte[]> before, BackupReport report, boolean cutOff) {
        Map<String, byte[]> now = contents();
        before.forEach((file, bytes) -> {
            if (!java.util.Arrays.equals(bytes, now.get(file))) {
                violations.add(where + "'" + file + "' was there before and is not as it was");
            }
        });
        List<String> reported =
                reported(report).stream().map(Artifact::fileName).toList();
        try {
            Inspection inspection = Inspection.of(
                    machine.world().disk(), machine.folder(), null, Inspection.Scope.ALL, Inspection.Empty.INCLUDED);
            inspection
                    .unreadable()
                    .forEach(file -> violations.add(where + "'" + file.file() + "' is damaged: " + file.reason()));
            for (Artifact artifact : inspection.artifacts()) {
                if (!before.containsKey(artifact.fileName())) {
                    artifacts++;
                    if (!cutOff && !reported.contains(artifact.fileName())) {
                        violations.add(where + artifact + " is there and was not reported");
                    }
                    String problem = prefixes.problemOf(artifact);
                    if (problem != null) {
                        violations.add(where + problem);
                    }
                }
            }
        } catch (IOException | BackupException e) {
            violations.add(where + "the folder cannot be read: " + e.getMessage());
        }
    }

    private static List<Artifact> reported(BackupReport report) {
        return report == null
                ? List.of()
                : report.databases().stream()
                        .filter(outcome -> outcome.saved())
                        .map(outcome -> outcome.artifact())
                        .toList();
    }

    private Map<String, byte[]> contents() {
        try {
            Disk disk = machine.disk();
            Map<String, byte[]> contents = new TreeMap<>();
            for (String name : disk.list(machine.folder())) {
                if (name.endsWith(".backup")) {
                    contents.put(name, disk.readAll(machine.folder().resolve(name)));
                }
            }
            return contents;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Everything that came after is deleted again, so that the next fault finds the same. */
    private void restoreFolder(Map<String, byte[]> before) {
        try {
            for (String name : machine.disk().list(machine.folder())) {
                if (!before.containsKey(name)) {
                    delete(name);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void delete(String name) {
        try {
            machine.disk().delete(machine.folder().resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private BackupRequest request(List<String> databases, BackupType type) {
        return new BackupRequest(
                databases,
                around.cluster().backupAddresses(),
                machine.folder(),
                type,
                BackupRequest.Compression.ZSTD,
                BackupRequest.OnFailure.REMOVE,
                ParentRule.NEWEST,
                ANSWER_MILLIS,
                INACTIVITY_MILLIS,
                ZoneOffset.UTC);
    }
}
