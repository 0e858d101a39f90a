package dev.muster.sim.backup;

import dev.muster.backup.artifact.Chains.ParentRule;
import dev.muster.backup.online.Backup;
import dev.muster.backup.online.BackupReport;
import dev.muster.backup.online.BackupRequest;
import dev.muster.backup.online.BackupType;
import dev.muster.backup.online.ProgressListener;
import dev.muster.runtime.World;
import dev.muster.runtime.sim.Simulation;
import dev.muster.sim.workload.Companion;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Someone who makes backups of the cluster into one folder, again and again, by what {@code database backup} runs; on a
 * machine that has troubles of its own.
 */
public final class BackupClient implements Companion {
    private static final long ANSWER_MILLIS = 2_000;
    private static final long INACTIVITY_MILLIS = 4_000;
    private static final long MEAN_PAUSE_MIN_MILLIS = 5_000;
    private static final long MEAN_PAUSE_MAX_MILLIS = 15_000;
    private static final Duration LOOK_PERIOD = Duration.ofMillis(50);
    private static final Duration LAST_BACKUP_LIMIT = Duration.ofSeconds(120);
    private static final double ALL = 0.7;
    private static final double FULL = 0.15;
    private static final double DIFFERENTIAL = 0.1;
    private static final double UNPACKED = 0.2;
    private static final double PREFERS_DIFFERENTIAL = 0.2;

    private final Surroundings around;
    private final Simulation simulation;
    private final BackupMachine machine;
    private final ReportJudge reports;
    private final ServerRestores restores;
    private final long meanPauseMillis;
    private Round current;
    private boolean stopping;
    private int rounds;
    private int backups;
    private int cutOff;
    private int wellEnded;
    private FolderJudge folder;

    /** A backup, or two at the same time, and what is wrong meanwhile. */
    private record Round(int number, Trouble trouble, ReportJudge.Before before, List<BackupRequest> requests) {}

    public BackupClient(Surroundings around) {
        this.around = around;
        this.simulation = around.cluster().simulation();
        this.machine = new BackupMachine(
                around.cluster(),
                around.dice().stream("troubles"),
                world -> around.seams().world(BackupMachine.NAME, world));
        this.reports = new ReportJudge(around.cluster(), machine);
        this.restores = new ServerRestores(around.cluster(), machine, around.dice().stream("restores"));
        this.meanPauseMillis = around.dice().between(MEAN_PAUSE_MIN_MILLIS, MEAN_PAUSE_MAX_MILLIS);
    }

    @Override
    public String name() {
        return "backups";
    }

    @Override
    public void begin() {
        machine.makeFolder();
        afterPause();
    }

    private void afterPause() {
        long millis = Math.round(-Math.log(1 - around.dice().nextDouble()) * meanPauseMillis);
        simulation.schedule(Duration.ofMillis(millis), "backup", () -> {
            if (!stopping) {
                machine.start();
                begin(Trouble.draw(around.dice()));
            }
        });
    }

    // ---------------------------------------------------------------- a round

    private void begin(Trouble drawn) {
        Trouble trouble = around.troubles() ? drawn : Trouble.NONE;
        List<BackupRequest> requests = new ArrayList<>(List.of(drawRequest()));
        if (trouble == Trouble.SECOND_CLIENT) {
            requests.add(drawRequest());
        }
        rounds++;
        Round round = new Round(rounds, trouble, reports.before(), requests);
        current = round;
        machine.note("backup " + round.number() + " begins, trouble: " + trouble.text());
        World world = machine.world();
        List<Backup> running = new ArrayList<>();
        requests.forEach(request -> running.add(Backup.start(request, world, new ToJournal())));
        backups += running.size();
        machine.strike(trouble, running);
        await(round, running);
        look(round);
    }

    private void await(Round round, List<Backup> running) {
        List<CompletableFuture<BackupReport>> done = running.stream()
                .map(backup -> backup.report().thenApply(around.seams()::report).toCompletableFuture())
                .toList();
        CompletableFuture.allOf(done.toArray(CompletableFuture[]::new))
                // Not within the process, which may end meanwhile: whatever is thrown here fails the run.
                .whenComplete((all, failure) -> simulation.schedule(Duration.ZERO, "backup ended", () -> {
                    if (current == round && machine.isUp()) {
                        ended(round, done);
                    }
                }));
    }

    private BackupRequest drawRequest() {
        double kind = around.dice().nextDouble();
        BackupType type =
                kind < FULL ? BackupType.FULL : kind < FULL + DIFFERENTIAL ? BackupType.DIFF : BackupType.AUTO;
        return new BackupRequest(
                drawNames(),
                around.cluster().backupAddresses(),
                machine.folder(),
                type,
                around.dice().nextDouble() < UNPACKED ? BackupRequest.Compression.NONE : BackupRequest.Compression.ZSTD,
                BackupRequest.OnFailure.REMOVE,
                around.dice().nextDouble() < PREFERS_DIFFERENTIAL ? ParentRule.NEWEST_DIFFERENTIAL : ParentRule.NEWEST,
                ANSWER_MILLIS,
                INACTIVITY_MILLIS,
                ZoneOffset.UTC);
    }

    private List<String> drawNames() {
        List<List<String>> others = List.of(
                List.of("system"), List.of("bank", "lists"), List.of("t*", "system"), List.of("nobody", "b?nk"));
        boolean all = around.dice().nextDouble() < ALL;
        List<String> other = others.get(around.dice().nextInt(others.size()));
        return all ? List.of("*") : other;
    }

    /** Notices that the process has ended, of which its backup tells nobody. */
    private void look(Round round) {
        if (current != round) {
            return;
        }
        if (machine.isUp()) {
            simulation.schedule(LOOK_PERIOD, "look at backup", () -> look(round));
        } else {
            cutOff++;
            machine.note("backup " + round.number() + " was cut off");
            over();
        }
    }

    private void ended(Round round, List<CompletableFuture<BackupReport>> done) {
        for (int i = 0; i < done.size(); i++) {
            BackupReport report = done.get(i).exceptionally(reports::defect).getNow(null);
            if (report == null) {
                continue;
            }
            machine.note("backup " + round.number() + ": " + report.meaning());
            reports.judge(round.number(), round.requests().get(i), report, round.before());
            wellEnded += report.exitCode() == 0 ? 1 : 0;
            if (!stopping) {
                restores.after(report);
            }
        }
        reports.judgeLeftovers(round.number(), round.before());
        if (round.trouble() == Trouble.POWER_AFTER_REPORT) {
            machine.cutPower();
            reports.judgeSaved("after the power cut that followed backup " + round.number());
        } else if (round.trouble().isArmed()) {
            machine.kill(); // else it would strike later
        }
        over();
    }

    private void over() {
        machine.heal();
        current = null;
        afterPause();
    }

    /** Complaints of the production code, so that a failing run can be understood. */
    private final class ToJournal implements ProgressListener {
        @Override
        public void log(Level level, String text) {
            if (level != Level.INFO) {
                machine.note(level + " " + text);
            }
        }
    }

    // ---------------------------------------------------------------- the end

    @Override
    public void stop() {
        stopping = true;
        machine.heal();
    }

    @Override
    public boolean isOver() {
        return stopping && current == null && restores.isOver();
    }

    @Override
    public List<String> judge() {
        lastBackup();
        machine.cutPower();
        reports.judgeSaved("after the last power cut");
        machine.start();
        List<String> problems = new ArrayList<>(reports.problems());
        problems.addAll(restores.judge());
        folder = new FolderJudge(around.cluster(), around.watch(), machine);
        problems.addAll(folder.judge());
        return problems;
    }

    /** Nothing is wrong any more, so that every database that runs must be saved, up to its last transaction. */
    private void lastBackup() {
        machine.start();
        BackupRequest request = new BackupRequest(
                List.of("*"),
                around.cluster().backupAddresses(),
                machine.folder(),
                BackupType.AUTO,
                BackupRequest.Compression.ZSTD,
                BackupRequest.OnFailure.REMOVE,
                ParentRule.NEWEST,
                ANSWER_MILLIS,
                INACTIVITY_MILLIS,
                ZoneOffset.UTC);
        ReportJudge.Before before = reports.before();
        Backup backup = Backup.start(request, machine.world(), new ToJournal());
        backups++;
        BackupReport report = around.seams().report(simulation.join(backup.report(), LAST_BACKUP_LIMIT));
        rounds++;
        machine.note("last backup: " + report.meaning());
        wellEnded += report.exitCode() == 0 ? 1 : 0;
        reports.judge(rounds, request, report, before);
        reports.judgeLeftovers(rounds, before);
        reports.judgeLast(report);
    }

    @Override
    public String summary() {
        return "backups: " + backups + " in " + rounds + " rounds, " + cutOff + " rounds cut off, exit code 0 of "
                + wellEnded + ", " + reports.saved() + " artifacts reported saved; " + restores.summary()
                + (folder == null ? "" : "; " + folder.summary());
    }
}
