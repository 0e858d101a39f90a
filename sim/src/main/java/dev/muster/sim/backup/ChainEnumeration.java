package dev.muster.sim.backup;

import dev.muster.backup.BackupException;
import dev.muster.backup.artifact.Artifact;
import dev.muster.backup.chain.Aggregation;
import dev.muster.backup.inspect.Inspection;
import dev.muster.backup.restore.Restore;
import dev.muster.backup.restore.RestoreRequest;
import dev.muster.backup.restore.RestoreUntil;
import dev.muster.runtime.Disk;
import dev.muster.store.StoreLocation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * A fault at every point of what is done with a chain of artifacts on one machine: a restore, and folding the chain into one
 * full. A restore leaves the whole database or none, and none is in the way of the next try; of a chain that is folded the
 * last state is always there, in the chain or in the full. What was reported as done survives a power cut.
 */
final class ChainEnumeration {
    private static final String NAME = "again";

    private final BackupMachine machine;
    private final PointWatch watch;
    private final PrefixJudge prefixes;
    private final List<Path> chain;
    private final Tally tally;
    private int tries;
    /** Of the last step that was not done. */
    private String why = "";

    /** Told what was tried, and what was wrong. */
    interface Tally {
        void point();

        void struck(PointFault fault);

        void violation(String text);
    }

    private interface Step {
        void run(Path place) throws IOException;
    }

    /** {@code chain}: the files of one chain, oldest first. */
    ChainEnumeration(EnumeratedCluster around, List<Path> chain, Tally tally) {
        this.machine = around.machine();
        this.watch = around.watch();
        this.prefixes = around.prefixes();
        this.chain = chain;
        this.tally = tally;
    }

    /**
     * What is enumerated.
     *
     * @param before makes what is there already
     * @param left judges what is there after it failed
     * @param done judges what is there after it was done
     */
    private record Task(
            String name, Step before, Step step, BiConsumer<String, Path> left, BiConsumer<String, Path> done) {}

    void run() {
        Step nothing = place -> {};
        enumerate(new Task("restore", nothing, this::restore, this::judgeIfThere, this::judgeRestored));
        enumerate(new Task("replace", this::restoreBeginning, this::replace, this::judgeIfThere, this::judgeRestored));
        enumerate(new Task("aggregate", nothing, this::aggregate, this::judgeAggregated, this::judgeAggregated));
    }

    private void enumerate(Task task) {
        List<PointKind> found = countPoints(task);
        for (int at = 0; at < found.size(); at++) {
            tally.point();
            for (PointFault fault : PointFault.values()) {
                if (fault.happensAt(found.get(at)) && fault != PointFault.CLOCK_JUMPS) {
                    tryOut(task, at, fault);
                }
            }
        }
    }

    private List<PointKind> countPoints(Task task) {
        String where = task.name() + " without any fault: ";
        Path place = place(task);
        watch.count();
        boolean done = done(task.step(), place);
        List<PointKind> found = watch.passed();
        watch.disarm();
        if (!done) {
            tally.violation(where + "it failed: " + why);
        }
        task.done().accept(where, place);
        remove(place);
        return found;
    }

    private void tryOut(Task task, int at, PointFault fault) {
        String where = task.name() + ", " + fault.text() + " at point " + at + ": ";
        Path place = place(task);
        watch.arm(at, fault, source -> {
            if (fault == PointFault.CLIENT_KILLED) {
                machine.kill();
            } else if (fault == PointFault.POWER_CUT) {
                machine.cutPower();
            }
        });
        boolean done = done(task.step(), place);
        if (watch.disarm()) {
            tally.struck(fault);
        }
        machine.start();
        if (done) {
            machine.cutPower();
            machine.start();
        } else {
            task.left().accept(where + "it failed, and left: ", place);
            boolean whole = fault.endsTheClient() && exists(location(place).database());
            if (!done(task.step(), place) && !whole) {
                tally.violation(where + "the next try failed as well: " + why);
            }
        }
        task.done().accept(where, place);
        remove(place);
    }

    /** Runs it; whether it said that it was done. */
    private boolean done(Step step, Path place) {
        try {
            step.run(place);
            return true;
        } catch (BackupException | IOException | UncheckedIOException e) {
            why = e.getMessage();
            return false;
        }
    }

    // ---------------------------------------------------------------- places

    /** A directory with a copy of the chain, and what else is to be there. */
    private Path place(Task task) {
        Path place = machine.scratch().resolve("try" + tries++);
        Disk disk = machine.disk();
        try {
            disk.createDirectories(place.resolve("chain"));
            for (Path file : chain) {
                disk.replace(place.resolve("chain").resolve(file.getFileName()), disk.readAll(file));
            }
            task.before().run(place);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return place;
    }

    private void remove(Path place) {
        try {
            machine.disk().deleteTree(place);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean exists(Path path) {
        try {
            return machine.disk().exists(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path last(Path place) {
        return place.resolve("chain").resolve(chain.get(chain.size() - 1).getFileName());
    }

    // ---------------------------------------------------------------- restores

    private void restore(Path place) throws IOException {
        restore(last(place), place, RestoreRequest.Existing.REFUSE);
    }

    /** Restores the chain over what was restored from its beginning. */
    private void replace(Path place) throws IOException {
        restore(last(place), place, RestoreRequest.Existing.REPLACE);
    }

    private void restore(Path artifact, Path place, RestoreRequest.Existing existing) throws IOException {
        Restore.run(
                new RestoreRequest(
                        artifact,
                        null,
                        NAME,
                        existing,
                        RestoreUntil.END,
                        place.resolve("stores"),
                        place.resolve("logs"),
                        null),
                machine.world(),
                line -> {});
    }

    private void restoreBeginning(Path place) throws IOException {
        restore(place.resolve("chain").resolve(chain.get(0).getFileName()), place, RestoreRequest.Existing.REFUSE);
    }

    private void judgeRestored(String where, Path place) {
        judge(where, place, Long.MAX_VALUE);
    }

    /** If there is a database, it is whole: what an artifact of the chain ends with. */
    private void judgeIfThere(String where, Path place) {
        StoreLocation location = location(place);
        if (exists(location.database())) {
            try {
                judge(where, place, prefixes.lastOf(location));
            } catch (IOException | RuntimeException e) {
                tally.violation(where + "a database that cannot be opened: " + e);
            }
        }
    }

    private static StoreLocation location(Path place) {
        return new StoreLocation(
                place.resolve("stores").resolve(NAME), place.resolve("logs").resolve(NAME));
    }

    /** The database is what the last artifact up to a transaction ends with. */
    private void judge(String where, Path place, long upTo) {
        Artifact end = artifacts(where, place).stream()
                .filter(artifact -> CommittedDigests.end(artifact) <= upTo)
                .max(Comparator.comparingLong(CommittedDigests::end))
                .orElse(null);
        if (end == null) {
            tally.violation(where + "no artifact ends there");
            return;
        }
        try {
            String problem = prefixes.problemOf(location(place), end);
            if (problem != null) {
                tally.violation(where + problem);
            }
        } catch (IOException | RuntimeException e) {
            tally.violation(where + "what was restored cannot be opened: " + e);
        }
    }

    private List<Artifact> artifacts(String where, Path place) {
        try {
            Inspection inspection = Inspection.of(
                    machine.world().disk(),
                    place.resolve("chain"),
                    null,
                    Inspection.Scope.ALL,
                    Inspection.Empty.INCLUDED);
            inspection
                    .unreadable()
                    .forEach(file -> tally.violation(where + "'" + file.file() + "' is damaged: " + file.reason()));
            return inspection.artifacts();
        } catch (IOException | BackupException e) {
            tally.violation(where + "the artifacts cannot be read: " + e.getMessage());
            return new ArrayList<>();
        }
    }

    // ---------------------------------------------------------------- folding

    private void aggregate(Path place) throws IOException {
        Aggregation.run(
                machine.world(),
                new Aggregation.Request(
                        place.resolve("chain"), null, null, Aggregation.OldBackup.REMOVE, ZoneOffset.UTC),
                line -> {},
                () -> false);
    }

    private void judgeAggregated(String where, Path place) {
        List<Artifact> artifacts = artifacts(where, place);
        long end = artifacts.stream().mapToLong(CommittedDigests::end).max().orElse(0);
        boolean restorable = false;
        for (Artifact artifact : artifacts) {
            if (CommittedDigests.end(artifact) == end) {
                String problem = prefixes.problemOf(artifact);
                if (problem != null) {
                    tally.violation(where + problem);
                }
                restorable |= problem == null;
            }
        }
        if (!restorable) {
            tally.violation(where + "the end of the chain is not there any more");
        }
    }
}
