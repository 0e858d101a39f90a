package dev.muster.sim.backup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.runtime.Disk;
import dev.muster.runtime.World;
import dev.muster.sim.cluster.Seams;
import dev.muster.sim.fault.FaultKind;
import dev.muster.sim.run.RunOptions;
import dev.muster.sim.run.RunResult;
import dev.muster.sim.run.SimulationRun;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Whole servers and the production backup on the simulator. */
class BackupScenarioTest {
    private static final long SECONDS = 20;

    @Test
    void everyBackupOfAHealthyClusterIsTrueAndRestores() {
        RunResult result = SimulationRun.of(options(1, Set.of()));

        assertThat(result.problems()).isEmpty();
        assertThat(result.notes())
                .singleElement()
                .satisfies(note -> assertThat(note)
                        .contains(" 0 rounds cut off")
                        .contains(" 0 times nothing to compare with")
                        .doesNotContain(" 0 chains restored"));
    }

    @Test
    void reportsAndArtifactsAreTrueThoughServersAndTheBackupMachineFailAndTheSeedDecidesAll() {
        RunOptions options = options(2, EnumSet.allOf(FaultKind.class));

        RunResult result = SimulationRun.of(options);

        assertThat(result.problems()).isEmpty();
        assertThat(SimulationRun.of(options).hash()).isEqualTo(result.hash());
    }

    @Test
    void chainsAreRestoredBesideRunningServersAndDatabasesMadeOfThem() {
        RunResult result = SimulationRun.of(new RunOptions(1, "backup", 40, 3, Set.of(), null));

        assertThat(result.problems()).isEmpty();
        assertThat(result.notes())
                .singleElement()
                .asString()
                .containsPattern("[1-9] restored beside running servers \\(0 times in vain\\), [1-9] copies of them "
                        + "have it, 0 began empty");
    }

    @Test
    void anArtifactWhoseNameIsNotSyncedIsFoundMissing() {
        RunResult result = SimulationRun.of(options(1, Set.of()), new Seams() {
            @Override
            public World world(String machine, World own) {
                return machine.equals(BackupMachine.NAME) ? withDisk(own, disk -> without("syncDirectory", disk)) : own;
            }
        });

        assertThat(result.problems()).anyMatch(problem -> problem.endsWith("was reported as saved and is not there"));
    }

    private static RunOptions options(long seed, Set<FaultKind> faults) {
        return new RunOptions(seed, "backup", SECONDS, 3, faults, null);
    }

    private static World withDisk(World world, UnaryOperator<Disk> change) {
        return new World(world.clock(), world.scheduler(), world.random(), change.apply(world.disk()), world.network());
    }

    /** The disk, but one method of it does nothing. */
    private static Disk without(String method, Disk disk) {
        return (Disk) Proxy.newProxyInstance(
                Disk.class.getClassLoader(), new Class<?>[] {Disk.class}, (proxy, called, arguments) -> {
                    if (called.getName().equals(method)) {
                        return null;
                    }
                    try {
                        return called.invoke(disk, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}
