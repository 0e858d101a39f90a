package dev.muster.sim.model;

import dev.muster.catalog.DatabaseReport.CurrentStatus;
import dev.muster.runtime.sim.Simulation;
import dev.muster.runtime.sim.SimulationFailure;
import dev.muster.sim.check.ClusterWatch;
import dev.muster.sim.check.EntryLedger;
import dev.muster.sim.cluster.Administrator;
import dev.muster.sim.cluster.Journal;
import dev.muster.sim.cluster.Seams;
import dev.muster.sim.cluster.SimulatedClient;
import dev.muster.sim.cluster.SimulatedCluster;
import dev.muster.sim.cluster.SimulatedMember;
import dev.muster.sim.fault.FaultInjector;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Sequences one after the other on one cluster, since a new cluster for each would take longer than the sequence. All of it
 * follows from the batch's number; a batch run again is the same to the last event.
 *
 * @param sequences how many were begun
 * @param problem null, or the first that was wrong, with its story
 * @param hash of all events
 */
record ModelBatch(int sequences, String problem, long hash, double virtualSeconds) {
    static final int SEQUENCES = 20;

    private static final Duration COME_UP_LIMIT = Duration.ofSeconds(60);
    private static final int TIMELINE_LINES = 60;
    /** What a command is refused with that has nothing to do: nobody need ask again. */
    private static final Set<String> NOTHING_TO_DO = Set.of("Neo.ClientError.Database.DatabaseNotFound");

    static ModelBatch run(int number, int sequences, Seams seams) {
        Simulation simulation = new Simulation(number);
        Journal journal = new Journal();
        EntryLedger entries = new EntryLedger();
        SimulatedCluster cluster = new SimulatedCluster(
                simulation,
                CatalogModel.SERVERS,
                Map.of("dbms.max_databases", String.valueOf(CatalogModel.DATABASES_MAX)),
                seams,
                entries,
                journal);
        int begun = 0;
        String problem = null;
        try {
            cluster.startAll();
            simulation.runUntil("the cluster has come up", () -> cluster.all(ModelBatch::isUp), COME_UP_LIMIT);
            ClusterWatch.begin(cluster, entries);
            FaultInjector injector = new FaultInjector(cluster, List.of());
            Administrator cleaner = new Administrator(cluster, answer -> NOTHING_TO_DO.contains(answer.code()));
            SimulatedClient client = cluster.newClient();
            CatalogModel shown = CatalogModel.BEGINNING;
            while (begun < sequences && problem == null) {
                long seed = (long) number * SEQUENCES + begun++;
                ModelSequence sequence = new ModelSequence(cluster, injector, cleaner, client, shown, seed);
                String wrong = sequence.run();
                shown = sequence.shown();
                problem = wrong == null ? null : "sequence " + seed + ": " + wrong;
            }
        } catch (SimulationFailure failure) {
            problem = "sequence " + begun + " of the batch: " + failure.getMessage() + " " + failure.getCause();
        }
        return new ModelBatch(
                begun,
                problem == null
                        ? null
                        : "batch " + number + ", " + problem + "\n"
                                + String.join(
                                        "\n",
                                        journal.last(TIMELINE_LINES).stream()
                                                .map(Journal.Line::toString)
                                                .toList()),
                simulation.traceHash(),
                simulation.nowNanos() / 1e9);
    }

    private static boolean isUp(SimulatedMember member) {
        return member.state() == SimulatedMember.State.UP
                && member.server().databases().all().stream()
                        .anyMatch(database -> database.name().equals(CatalogModel.FIRST)
                                && database.status() == CurrentStatus.ONLINE);
    }
}
