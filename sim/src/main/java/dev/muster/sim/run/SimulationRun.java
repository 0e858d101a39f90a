package dev.muster.sim.run;

import dev.muster.catalog.DatabaseReport.CurrentStatus;
import dev.muster.node.hosting.HostedDatabase;
import dev.muster.runtime.sim.SimulatedRandom;
import dev.muster.runtime.sim.Simulation;
import dev.muster.runtime.sim.SimulationFailure;
import dev.muster.sim.check.ClusterWatch;
import dev.muster.sim.check.EntryLedger;
import dev.muster.sim.check.FinalState;
import dev.muster.sim.check.Violation;
import dev.muster.sim.cluster.ClientRequest;
import dev.muster.sim.cluster.Journal;
import dev.muster.sim.cluster.Seams;
import dev.muster.sim.cluster.SimulatedCluster;
import dev.muster.sim.cluster.SimulatedMember;
import dev.muster.sim.fault.FaultInjector;
import dev.muster.sim.fault.FaultKind;
import dev.muster.sim.fault.FaultPlan;
import dev.muster.sim.workload.ClientLoop;
import dev.muster.sim.workload.Companion;
import dev.muster.sim.workload.Workload;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One run: a cluster comes up, clients work while faults happen, all faults are healed, and what is left is judged. Takes
 * the calling thread from beginning to end; several runs may go on in parallel, each on a thread of its own.
 */
public final class SimulationRun {
    private static final Logger LOG = LoggerFactory.getLogger(SimulationRun.class);
    private static final Duration COME_UP_LIMIT = Duration.ofSeconds(60);
    private static final Duration SETUP_LIMIT = Duration.ofSeconds(60);
    private static final Duration HEAL_LIMIT = Duration.ofSeconds(180);
    /** Until every server has heard how the others are. */
    private static final Duration GOSSIP_TIME = Duration.ofSeconds(5);

    private static final int TIMELINE_LINES = 120;
    private static final double KEEPS_ALL = 0.7;

    private final RunOptions options;
    private final Simulation simulation;
    private final SimulatedRandom dice;
    private final Journal journal = new Journal();
    private final EntryLedger entries = new EntryLedger();
    private final SimulatedCluster cluster;
    private final FaultInjector injector;
    private final List<Workload> workloads;
    private final List<ClientLoop> loops = new ArrayList<>();
    private final List<Companion> companions = new ArrayList<>();
    private final Scenario scenario;
    private final Seams seams;
    private final FaultPlan plan;

    private SimulationRun(RunOptions options, Scenario scenario, Seams seams) {
        this.options = options;
        this.scenario = scenario;
        this.seams = seams;
        this.simulation = new Simulation(options.seed());
        this.dice = simulation.random().stream("run");
        int drawn = (int) (3 + dice.between(0, 9) / 4); // three servers most of the time, five now and then
        this.cluster = new SimulatedCluster(
                simulation,
                options.servers() == 0 ? drawn : options.servers(),
                transactionLogs(dice.nextDouble() < KEEPS_ALL),
                seams,
                entries,
                journal);
        this.workloads = scenario.workloads().apply(dice.stream("workloads"));
        this.injector = new FaultInjector(
                cluster,
                workloads.stream()
                        .map(Workload::database)
                        .filter(Objects::nonNull)
                        .toList());
        Set<FaultKind> allowed = new TreeSet<>(options.faults());
        allowed.removeAll(scenario.without());
        FaultPlan whole = FaultPlan.draw(dice.stream("faults"), allowed, options.seconds() * 1_000, options.pace());
        this.plan = options.only() == null ? whole : whole.only(options.only());
    }

    /** Most runs can be judged from the first transaction on; in the others backups find that logs have been pruned. */
    private static Map<String, String> transactionLogs(boolean keepAll) {
        return keepAll
                ? Map.of("db.tx_log.rotation.retention_policy", "keep_all")
                : Map.of("db.tx_log.rotation.retention_policy", "1 files", "db.tx_log.rotation.size", "128k");
    }

    /** Runs one seed to its verdict. Never throws because of what it found. */
    public static RunResult of(RunOptions options) {
        return of(options, Seams.NONE);
    }

    /** The same with something between the servers and what is around them, for bugs planted by tests. */
    public static RunResult of(RunOptions options, Seams seams) {
        SimulationRun run = new SimulationRun(options, Scenarios.named(options.scenario()), seams);
        List<String> problems = new ArrayList<>();
        try {
            run.live(problems);
        } catch (SimulationFailure failure) {
            problems.add(describe(failure));
        } catch (Violation violation) {
            problems.add(violation.getMessage());
        } catch (RuntimeException defect) {
            LOG.error("seed {}", options.seed(), defect);
            problems.add("the simulator itself failed: " + defect);
        }
        return run.result(problems);
    }

    private static String describe(SimulationFailure failure) {
        for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof Violation violation) {
                return violation.getMessage();
            }
        }
        Throwable cause = failure.getCause();
        String what = failure.getMessage().split("; seed ", 2)[0];
        return cause == null ? what : what + "; " + cause;
    }

    private void live(List<String> problems) {
        cluster.startAll();
        simulation.runUntil("the cluster has come up", this::isUp, COME_UP_LIMIT);
        makeCompanions(ClusterWatch.begin(cluster, entries));
        setUp();
        injector.carryOut(plan);
        workloads.forEach(this::beginClients);
        companions.forEach(Companion::begin);
        simulation.runFor(Duration.ofSeconds(options.seconds()));
        loops.forEach(ClientLoop::stop);
        companions.forEach(Companion::stop);
        simulation.runFor(Duration.ofMillis(Math.max(0, plan.endMillis() - options.seconds() * 1_000) + 1));
        healAll();
        simulation.runUntil(
                "all clients have their last answer", () -> loops.stream().allMatch(ClientLoop::isOver), HEAL_LIMIT);
        simulation.runUntil(
                "the last of what went on beside them has ended",
                () -> companions.stream().allMatch(Companion::isOver),
                HEAL_LIMIT);
        simulation.runUntil("databases were asked to be where they were", injector::isOver, HEAL_LIMIT);
        FinalState finalState = new FinalState(cluster);
        awaitRequested(finalState);
        if (cluster.members().stream().anyMatch(SimulatedMember::isDamaged)) {
            workloads.forEach(Workload::someServerIsDamaged);
        }
        readFinalState();
        problems.addAll(finalState.differences());
        workloads.forEach(workload -> problems.addAll(workload.judge()));
        companions.forEach(companion -> problems.addAll(companion.judge()));
    }

    private void awaitRequested(FinalState finalState) {
        try {
            simulation.runUntil("every server has every database as requested", finalState::isAsRequested, HEAL_LIMIT);
        } catch (SimulationFailure failure) {
            if (failure.getCause() == null) {
                throw new Violation("what was requested is reached", finalState.missing());
            }
            throw failure;
        }
        simulation.runFor(GOSSIP_TIME);
    }

    private boolean isUp() {
        return cluster.all(member -> member.state() == SimulatedMember.State.UP
                && member.server().databases().all().stream()
                        .filter(database -> !database.name().equals("system"))
                        .anyMatch(SimulationRun::isOnline));
    }

    private static boolean isOnline(HostedDatabase database) {
        return database.status() == CurrentStatus.ONLINE;
    }

    private void setUp() {
        Insistence insistence = new Insistence(cluster);
        for (Workload workload : workloads) {
            if (workload.database() != null) {
                insistence.add(ClientRequest.admin("CREATE DATABASE " + workload.database() + " IF NOT EXISTS WAIT"));
            }
            workload.setup().forEach(insistence::add);
        }
        insistence.begin();
        simulation.runUntil("the databases have their first data", insistence::isDone, SETUP_LIMIT);
    }

    private void makeCompanions(ClusterWatch watch) {
        for (Companion.Maker maker : scenario.companions()) {
            SimulatedRandom own = dice.stream("companion " + companions.size());
            boolean troubles = !options.faults().isEmpty();
            companions.add(maker.make(new Companion.Surroundings(cluster, watch, own, troubles, seams)));
        }
    }

    private void beginClients(Workload workload) {
        for (int i = 0; i < workload.clients(); i++) {
            SimulatedRandom own = dice.stream(workload.name() + " client " + i);
            ClientLoop loop = new ClientLoop(cluster, workload, own, workload.meanPauseMillis(own));
            loops.add(loop);
            loop.begin();
        }
    }

    private void healAll() {
        journal.note(simulation.nowNanos(), "run", "all faults are healed");
        injector.healAll();
    }

    private void readFinalState() {
        Insistence insistence = new Insistence(cluster);
        workloads.forEach(workload -> workload.finalReads().forEach(insistence::add));
        insistence.begin();
        simulation.runUntil("the final state has been read", insistence::isDone, HEAL_LIMIT);
    }

    private RunResult result(List<String> problems) {
        return new RunResult(
                options,
                simulation.events(),
                simulation.nowNanos(),
                simulation.traceHash(),
                problems,
                plan.faults().stream().limit(injector.begun()).toList(),
                loops.stream().mapToLong(ClientLoop::attempts).sum(),
                loops.stream().mapToLong(ClientLoop::done).sum(),
                companions.stream().map(Companion::summary).toList(),
                problems.isEmpty()
                        ? List.of()
                        : journal.last(TIMELINE_LINES).stream()
                                .map(Journal.Line::toString)
                                .toList());
    }
}
