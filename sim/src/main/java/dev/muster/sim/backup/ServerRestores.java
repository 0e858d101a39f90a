package dev.muster.sim.backup;

import dev.muster.backup.BackupException;
import dev.muster.backup.artifact.Artifact;
import dev.muster.backup.online.BackupReport;
import dev.muster.backup.online.DatabaseOutcome;
import dev.muster.backup.restore.Restore;
import dev.muster.backup.restore.RestoreReport;
import dev.muster.backup.restore.RestoreRequest;
import dev.muster.backup.restore.RestoreUntil;
import dev.muster.catalog.DatabaseReport.CurrentStatus;
import dev.muster.node.hosting.HostedDatabase;
import dev.muster.runtime.Disk;
import dev.muster.runtime.World;
import dev.muster.runtime.sim.SimulatedRandom;
import dev.muster.sim.cluster.Administrator;
import dev.muster.sim.cluster.SimulatedCluster;
import dev.muster.sim.cluster.SimulatedMember;
import dev.muster.store.GraphDigest;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Restores while everything goes on: now and then, after a backup, its chain is brought to a server that runs and restored
 * there under a new name, then {@code CREATE DATABASE} is insisted on. In the end such a database has on all its servers what
 * the artifact ends with; or it is empty, if nobody saw the server with the store when it was created.
 */
final class ServerRestores {
    private static final int RESTORES_MAX = 3;
    private static final double TAKES_PLACE = 0.5;
    private static final Duration PIN_LIMIT = Duration.ofSeconds(5);

    private final SimulatedCluster cluster;
    private final BackupMachine machine;
    private final SimulatedRandom dice;
    private final Map<String, GraphDigest> expected = new LinkedHashMap<>();
    private Administrator administrator;
    private int failed;
    private int empty;
    private int equal;

    ServerRestores(SimulatedCluster cluster, BackupMachine machine, SimulatedRandom dice) {
        this.cluster = cluster;
        this.machine = machine;
        this.dice = dice;
    }

    /** A backup has ended; restores one of its artifacts, perhaps. */
    void after(BackupReport report) {
        List<Artifact> artifacts = report.databases().stream()
                .filter(outcome -> outcome.state() == DatabaseOutcome.State.SAVED)
                .filter(outcome -> !outcome.database().equals("system"))
                .filter(outcome -> !expected.containsKey(outcome.database()))
                .map(DatabaseOutcome::artifact)
                .toList();
        List<SimulatedMember> running = cluster.members().stream()
                .filter(member -> member.server() != null && !member.isPaused())
                .toList();
        boolean drawn = dice.nextDouble() < TAKES_PLACE;
        if (drawn && !artifacts.isEmpty() && !running.isEmpty() && expected.size() + failed < RESTORES_MAX) {
            restore(artifacts.get(dice.nextInt(artifacts.size())), running.get(dice.nextInt(running.size())));
        }
    }

    private void restore(Artifact artifact, SimulatedMember member) {
        String name = "restored" + (expected.size() + failed + 1);
        try {
            RestoreReport report = restore(artifact, member, name);
            cluster.note(member.name(), "has got " + artifact + " as '" + name + "'");
            expected.put(name, report.digest());
            if (administrator == null) {
                administrator = new Administrator(cluster, answer -> false);
            }
            administrator.insist("CREATE DATABASE " + name + " IF NOT EXISTS");
        } catch (IOException | BackupException e) {
            failed++;
            cluster.note(member.name(), "'" + name + "' could not be restored there: " + e.getMessage());
        }
    }

    private RestoreReport restore(Artifact artifact, SimulatedMember member, String name) throws IOException {
        World world = member.machine().world();
        Path here = member.machine().directory().resolve("to-restore");
        world.disk().deleteTree(here);
        world.disk().createDirectories(here);
        for (String file : machine.disk().list(machine.folder())) {
            if (file.startsWith(artifact.header().databaseName() + "-")) {
                copy(machine.disk(), machine.folder().resolve(file), world.disk(), here.resolve(file));
            }
        }
        Path data = member.machine().directory().resolve("home/data");
        return Restore.run(
                new RestoreRequest(
                        here.resolve(artifact.fileName()),
                        null,
                        name,
                        RestoreRequest.Existing.REFUSE,
                        RestoreUntil.END,
                        data.resolve("databases"),
                        data.resolve("transactions"),
                        null),
                world,
                line -> {});
    }

    private static void copy(Disk from, Path file, Disk to, Path target) throws IOException {
        to.replace(target, from.readAll(file));
    }

    boolean isOver() {
        return administrator == null || administrator.isIdle();
    }

    /** What is wrong with the databases that were created on what was restored. */
    List<String> judge() {
        List<String> problems = new ArrayList<>();
        expected.forEach((name, digest) -> cluster.members().forEach(member -> {
            HostedDatabase copy =
                    member.server() == null ? null : member.server().databases().byName(name);
            if (copy != null && copy.status() == CurrentStatus.ONLINE) {
                judge(member.name(), copy, digest, problems);
            }
        }));
        return problems;
    }

    private void judge(String server, HostedDatabase copy, GraphDigest wanted, List<String> problems) {
        try (var version = cluster.simulation().join(copy.pin(), PIN_LIMIT)) {
            if (version.digest().equals(wanted)) {
                equal++;
            } else if (version.transactionId() == 0) {
                empty++;
            } else {
                problems.add("restored: '" + copy.name() + "' on " + server + " is " + version.digest()
                        + " at transaction " + version.transactionId() + ", restored was " + wanted);
            }
        }
    }

    String summary() {
        return expected.size() + " restored beside running servers (" + failed + " times in vain), " + equal
                + " copies of them have it, " + empty + " began empty";
    }
}
