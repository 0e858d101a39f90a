package dev.muster.sim.model;

import dev.muster.node.server.MusterServer;
import dev.muster.runtime.sim.SimulatedRandom;
import dev.muster.runtime.sim.Simulation;
import dev.muster.sim.cluster.Administrator;
import dev.muster.sim.cluster.ClientRequest;
import dev.muster.sim.cluster.SimulatedClient;
import dev.muster.sim.cluster.SimulatedCluster;
import dev.muster.sim.cluster.SimulatedMember;
import dev.muster.sim.fault.FaultInjector;
import dev.muster.sim.fault.FaultKind;
import dev.muster.sim.fault.FaultPlan;
import dev.muster.sim.fault.PlannedFault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/**
 * A sequence of commands under faults on a running cluster: begins with a catalog as it is new, and ends when every server
 * shows, and has, what the model says. What it does follows from its own seed.
 */
final class ModelSequence {
    private static final List<FaultKind> KINDS = List.of(
            FaultKind.KILL,
            FaultKind.POWER,
            FaultKind.RESTART,
            FaultKind.PAUSE,
            FaultKind.ISOLATE,
            FaultKind.ISOLATE_LEADER,
            FaultKind.PARTITION,
            FaultKind.ONE_WAY);
    private static final int FAULTS_MAX = 2;
    private static final long FAULT_BEGINS_MAX_MILLIS = 1_500;
    private static final long FAULT_LASTS_MAX_MILLIS = 1_200;
    private static final int STEPS_MIN = 4;
    private static final int STEPS_MAX = 10;
    private static final long PAUSE_MAX_NANOS = TimeUnit.MILLISECONDS.toNanos(120);
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(4);
    private static final Duration LIMIT = Duration.ofSeconds(120);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(200);
    /** With all servers up and connected, what is still under way is agreed on or given up within a moment. */
    private static final Duration LAST_EFFECT = Duration.ofSeconds(5);

    private final SimulatedCluster cluster;
    private final Simulation simulation;
    private final FaultInjector injector;
    private final Administrator cleaner;
    private final SimulatedClient client;
    private final SimulatedRandom dice;
    private final Worlds worlds = new Worlds();
    private final List<ModelStep> steps = new ArrayList<>();
    private final List<PlannedFault> faults = new ArrayList<>();
    /** What the servers show in the end; as long as it is not known, what they showed before. */
    private CatalogModel shown;

    private String problem;
    private int next;

    /** {@code cleaner} and {@code client} may be used again by the next one; {@code before} is what the last one left. */
    ModelSequence(
            SimulatedCluster cluster,
            FaultInjector injector,
            Administrator cleaner,
            SimulatedClient client,
            CatalogModel before,
            long seed) {
        this.cluster = cluster;
        this.simulation = cluster.simulation();
        this.injector = injector;
        this.cleaner = cleaner;
        this.client = client;
        this.shown = before;
        this.dice = new SimulatedRandom(seed);
        long count = dice.between(STEPS_MIN, STEPS_MAX);
        for (int i = 0; i < count; i++) {
            steps.add(ModelStep.draw(dice));
        }
        long troubles = dice.between(0, FAULTS_MAX);
        for (int i = 1; i <= troubles; i++) {
            faults.add(new PlannedFault(
                    i,
                    KINDS.get(dice.nextInt(KINDS.size())),
                    dice.between(0, FAULT_BEGINS_MAX_MILLIS),
                    dice.between(100, FAULT_LASTS_MAX_MILLIS),
                    dice.nextLong()));
        }
    }

    /** Null if all was as the model says, or what was not. */
    String run() {
        anew();
        simulation.runUntil("the catalog is as new", cleaner::isIdle, LIMIT);
        FaultPlan plan = new FaultPlan(faults);
        injector.carryOut(plan);
        client.patience(PATIENCE_NANOS);
        client.lane().execute(this::step);
        simulation.runFor(Duration.ofMillis(plan.endMillis() + 1));
        simulation.runUntil("all commands are answered", () -> problem != null || next == steps.size(), LIMIT);
        injector.healAll();
        if (problem == null) {
            awaitModel();
        }
        if (problem == null && worlds.isUncertain()) {
            simulation.runFor(LAST_EFFECT);
            awaitModel();
        }
        return problem == null ? null : problem + "\nfaults " + faults + "\n  " + worlds.story();
    }

    /** What the servers showed last. */
    CatalogModel shown() {
        return shown;
    }

    private void anew() {
        shown.aliases().keySet().forEach(alias -> cleaner.insist("DROP ALIAS " + alias + " IF EXISTS FOR DATABASE"));
        shown.databases().keySet().stream()
                .filter(name -> !name.equals(CatalogModel.FIRST))
                .forEach(name -> cleaner.insist("DROP DATABASE " + name + " IF EXISTS"));
        CatalogModel beginning = CatalogModel.BEGINNING;
        if (!beginning
                .databases()
                .get(CatalogModel.FIRST)
                .equals(shown.databases().get(CatalogModel.FIRST))) {
            cleaner.insist("CREATE OR REPLACE DATABASE neo4j TOPOLOGY 3 PRIMARIES");
        }
        if (!shown.defaultDatabase().equals(beginning.defaultDatabase())) {
            cleaner.insist("CALL dbms.setDefaultDatabase('neo4j')");
        }
    }

    private void step() {
        if (next == steps.size() || problem != null) {
            return;
        }
        ModelStep step = steps.get(next);
        client.run(ClientRequest.admin(step.text()), answer -> {
            cluster.note(client.name(), step.text() + ": " + answer.outcome() + " " + answer.code());
            problem = worlds.learn(step, answer);
            next++;
            client.lane().schedule(dice.between(1, PAUSE_MAX_NANOS), this::step);
        });
    }

    /** Until every server is up and shows what the model allows, each copy being what is requested. */
    private void awaitModel() {
        long giveUp = simulation.nowNanos() + LIMIT.toNanos();
        String difference = difference();
        while (difference != null && simulation.nowNanos() < giveUp) {
            simulation.runFor(BETWEEN_LOOKS);
            difference = difference();
        }
        problem = difference;
    }

    private String difference() {
        for (SimulatedMember member : cluster.members()) {
            MusterServer server = member.server();
            if (server == null) {
                return member.name() + " is not up";
            }
            ShownCatalog seen;
            try {
                seen = simulation.join(ShownCatalog.by(server.transactions()), LIMIT);
            } catch (CompletionException e) {
                return member.name() + " does not answer: " + e.getCause().getMessage();
            }
            if (!seen.differences().isEmpty()) {
                return member.name() + " shows " + seen.differences();
            }
            if (!worlds.allow(seen.requested())) {
                return member.name() + " shows " + seen.requested();
            }
            shown = seen.requested();
        }
        return null;
    }
}
