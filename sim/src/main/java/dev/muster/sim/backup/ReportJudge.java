package dev.muster.sim.backup;

import dev.muster.backup.BackupException;
import dev.muster.backup.BackupSource.HostedDatabase;
import dev.muster.backup.artifact.Artifact;
import dev.muster.backup.artifact.ArtifactReader;
import dev.muster.backup.online.BackupReport;
import dev.muster.backup.online.BackupRequest;
import dev.muster.backup.online.DatabaseOutcome;
import dev.muster.backup.online.DatabasePattern;
import dev.muster.backup.online.ServerAnswer;
import dev.muster.backup.online.SourceOutcome;
import dev.muster.catalog.DatabaseReport.CurrentStatus;
import dev.muster.runtime.Disk;
import dev.muster.sim.cluster.SimulatedCluster;
import dev.muster.sim.cluster.SimulatedMember;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;

/** Holds what backups report against what can be known of the cluster and the folder: a report tells the truth. */
final class ReportJudge {
    private static final String PARTIAL_SUFFIX = ".partial";

    private final SimulatedCluster cluster;
    private final BackupMachine machine;
    private final Map<String, Artifact> saved = new LinkedHashMap<>();
    private final List<String> problems = new ArrayList<>();

    ReportJudge(SimulatedCluster cluster, BackupMachine machine) {
        this.cluster = cluster;
        this.machine = machine;
    }

    /**
     * How things stood when a round began.
     *
     * @param down the servers without a process, each with how many it had had
     * @param partial what earlier runs left that were cut off
     * @param applied the last transaction of each database that any server had applied, so that it was agreed on
     */
    record Before(Map<String, Integer> down, Set<String> partial, Map<UUID, Long> applied) {}

    Before before() {
        Map<String, Integer> down = new TreeMap<>();
        for (SimulatedMember member : cluster.members()) {
            if (member.state() == SimulatedMember.State.DOWN) {
                down.put(member.name(), member.lives());
            }
        }
        return new Before(down, partial(), applied());
    }

    private Map<UUID, Long> applied() {
        Map<UUID, Long> applied = new TreeMap<>();
        cluster.members().stream()
                .filter(member -> member.server() != null)
                .flatMap(member -> member.server().databases().all().stream())
                .forEach(database -> applied.merge(database.databaseId(), database.lastTransactionId(), Math::max));
        return applied;
    }

    List<String> problems() {
        return List.copyOf(problems);
    }

    /** How many artifacts were reported. */
    int saved() {
        return saved.size();
    }

    /** A backup ended without a report, which none may. Returns null. */
    BackupReport defect(Throwable failure) {
        problems.add("a backup ended without a report: " + failure);
        return null;
    }

    /** Judges one report, as soon as it is there. */
    void judge(int round, BackupRequest request, BackupReport report, Before before) {
        String where = "backup " + round + ": ";
        boolean answered = report.servers().stream().allMatch(ServerAnswer::answered);
        boolean all = report.databases().stream().allMatch(outcome -> outcome.state() == DatabaseOutcome.State.SAVED);
        check(
                (report.exitCode() == 0) == (answered && all),
                where + "exit code " + report.exitCode() + " though servers answered: " + answered + ", all saved: "
                        + all);
        judgeServers(where, request, report, before);
        judgeCompleteness(where, request, report);
        report.databases().forEach(outcome -> judge(where, report, outcome, before));
    }

    private void judgeServers(String where, BackupRequest request, BackupReport report, Before before) {
        check(
                report.servers().stream().map(ServerAnswer::source).toList().equals(request.sources()),
                where + "answers of " + report.servers() + " to questions to " + request.sources());
        for (ServerAnswer answer : report.servers()) {
            Integer lives = before.down().get(answer.source().host());
            SimulatedMember member = cluster.member(answer.source().host());
            check(
                    lives == null || lives != member.lives() || !answer.answered(),
                    where + member.name() + " is said to have answered and was down all the time");
        }
    }

    /** No database that was asked for and that some server hosts may be forgotten, nor may a name or pattern. */
    private void judgeCompleteness(String where, BackupRequest request, BackupReport report) {
        List<String> reported =
                report.databases().stream().map(DatabaseOutcome::database).toList();
        check(Set.copyOf(reported).size() == reported.size(), where + "reports a database twice: " + reported);
        for (String wanted : request.databases()) {
            DatabasePattern pattern = DatabasePattern.parse(wanted);
            Set<String> hosted = new TreeSet<>();
            report.servers()
                    .forEach(server -> server.databases().stream()
                            .map(HostedDatabase::name)
                            .filter(pattern::matches)
                            .forEach(hosted::add));
            Collection<String> needed = hosted.isEmpty() ? List.of(wanted) : hosted;
            check(
                    reported.containsAll(needed),
                    where + "'" + wanted + "' means " + needed + ", the report has " + reported);
        }
    }

    /** An artifact names the server that began it; the one that delivered may be another that was asked after it. */
    private static boolean hasBegun(DatabaseOutcome outcome, String begun, String delivered) {
        return begun.equals(delivered)
                || outcome.sources().stream()
                        .anyMatch(source -> source.source().equals(begun)
                                && source.state() != SourceOutcome.State.NOT_HOSTED
                                && source.state() != SourceOutcome.State.OTHER_DATABASE);
    }

    private void judge(String where, BackupReport report, DatabaseOutcome outcome, Before before) {
        if (!outcome.saved()) {
            check(!outcome.reason().isBlank(), where + "'" + outcome.database() + "' failed without a reason");
            return;
        }
        Artifact artifact = outcome.artifact();
        saved.put(artifact.fileName(), artifact);
        check(
                artifact.databaseId().equals(outcome.databaseId())
                        && artifact.header().databaseName().equals(outcome.database()),
                where + "the artifact of '" + outcome.database() + "' is of another database: " + artifact.header());
        List<String> deliverers = outcome.sources().stream()
                .filter(source -> source.state() == SourceOutcome.State.SAVED)
                .map(SourceOutcome::source)
                .toList();
        check(
                deliverers.size() == 1 && hasBegun(outcome, artifact.header().sourceAddress(), deliverers.get(0)),
                where + artifact + " is from " + artifact.header().sourceAddress() + ", reported " + deliverers);
        check(
                report.servers().stream()
                        .anyMatch(server ->
                                server.answered() && server.source().toString().equals(outcome.savedFrom())),
                where + artifact + " came from a server that did not answer");
        boolean failedSource =
                outcome.sources().stream().anyMatch(source -> source.state() == SourceOutcome.State.FAILED);
        boolean doubted = outcome.state() == DatabaseOutcome.State.SAVED_UNCONFIRMED;
        check(
                doubted || failedSource == (outcome.state() == DatabaseOutcome.State.SAVED_WITH_PROBLEMS),
                where + "'" + outcome.database() + "' is " + outcome.state() + " with sources " + outcome.sources());
        long least = before.applied().getOrDefault(outcome.databaseId(), 0L);
        check(
                doubted || CommittedDigests.end(artifact) >= least,
                where + artifact + " lacks what was agreed on before it was begun, up to transaction " + least);
        judgeFile(where, artifact);
    }

    /** No run that ended in order leaves anything temporary; one that was cut off does, until the next that succeeds. */
    void judgeLeftovers(int round, Before before) {
        Set<String> left = partial();
        left.removeAll(before.partial());
        check(left.isEmpty(), "backup " + round + " ended and left " + left);
    }

    /** Whether all that was ever reported as saved is there and whole. */
    void judgeSaved(String when) {
        saved.values().forEach(artifact -> judgeFile(when + ": ", artifact));
    }

    /** A backup of a cluster in which nothing is wrong, but for a server that does not start since its files rotted. */
    void judgeLast(BackupReport report) {
        for (ServerAnswer answer : report.servers()) {
            SimulatedMember member = cluster.member(answer.source().host());
            boolean excused = member.isDamaged() && member.server() == null;
            check(
                    answer.answered() || excused,
                    "last backup: " + answer.source() + " did not answer: " + answer.problem());
        }
        Map<String, DatabaseOutcome> outcomes = new TreeMap<>();
        report.databases().forEach(outcome -> outcomes.put(outcome.database(), outcome));
        for (var database : cluster.members().get(0).server().databases().all()) {
            if (database.status() == CurrentStatus.ONLINE) {
                judgeLast(database.name(), database.lastTransactionId(), outcomes.get(database.name()));
            }
        }
    }

    private void judgeLast(String database, long lastTransactionId, DatabaseOutcome outcome) {
        if (outcome == null || outcome.state() != DatabaseOutcome.State.SAVED) {
            problems.add("last backup: '" + database + "' is online and was not saved: "
                    + (outcome == null ? "not in the report" : outcome.reason()));
            return;
        }
        check(
                CommittedDigests.end(outcome.artifact()) == lastTransactionId,
                "last backup: '" + database + "' is at transaction " + lastTransactionId + ", saved is "
                        + outcome.artifact());
        check(
                partial().stream().noneMatch(name -> name.startsWith("." + database + "-")),
                "last backup: '" + database + "' was saved and there is still " + partial());
    }

    private void judgeFile(String where, Artifact artifact) {
        try {
            Disk disk = machine.disk();
            if (!disk.exists(artifact.file())) {
                problems.add(where + artifact + " was reported as saved and is not there");
            } else if (!ArtifactReader.readAll(disk, artifact.file(), (kind, payload, position) -> {})
                    .equals(artifact)) {
                problems.add(where + artifact + " is not the one that was reported");
            }
        } catch (BackupException | IOException e) {
            problems.add(where + artifact + " was reported as saved: " + e.getMessage());
        }
    }

    private Set<String> partial() {
        try {
            Set<String> names = new TreeSet<>(machine.disk().list(machine.folder()));
            names.removeIf(name -> !name.endsWith(PARTIAL_SUFFIX));
            return names;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void check(boolean held, String problem) {
        if (!held) {
            problems.add(problem);
        }
    }
}
