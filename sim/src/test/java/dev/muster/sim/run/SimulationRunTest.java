package dev.muster.sim.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.sim.fault.FaultKind;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SimulationRunTest {
    private static RunOptions options(long seed, String scenario, Set<FaultKind> faults) {
        return new RunOptions(seed, scenario, 4, 3, faults, null);
    }

    @Test
    void theSameSeedDoesTheSameThing() {
        RunOptions options = options(4, "mixed", Set.of(FaultKind.values()));

        RunResult first = SimulationRun.of(options);
        RunResult second = SimulationRun.of(options);

        assertThat(first.problems()).isEmpty();
        assertThat(second.hash()).isEqualTo(first.hash());
        assertThat(second.events()).isEqualTo(first.events());
    }

    @Test
    void anotherSeedDoesSomethingElse() {
        RunOptions options = options(4, "registers", Set.of());

        assertThat(SimulationRun.of(options).hash())
                .isNotEqualTo(SimulationRun.of(options.withSeed(5)).hash());
    }

    @Test
    void clientsGetTheirWorkDoneWhereNothingFails() {
        RunResult result = SimulationRun.of(options(1, "banks", Set.of()));

        assertThat(result.problems()).isEmpty();
        assertThat(result.faults()).isEmpty();
        assertThat(result.done()).isGreaterThan(50);
    }

    /** The first thing that the simulator found: nobody synced the directories that a first start makes. */
    @Test
    void aClusterThatLosesPowerAsAWholeLosesNothingThatWasAcknowledged() {
        RunOptions options = new RunOptions(6, "registers", 30, 3, Set.of(FaultKind.POWER_ALL), null);

        RunResult result = SimulationRun.of(options);

        assertThat(result.faults()).isNotEmpty();
        assertThat(result.problems()).isEmpty();
    }

    @Test
    void serversJoinAndLeaveWhileClientsWrite() {
        RunResult result = SimulationRun.of(new RunOptions(1, "servers", 15, 3, Set.of(), null));

        assertThat(result.problems()).isEmpty();
        assertThat(result.notes()).singleElement().asString().matches("[1-9] servers joined, [1-9] left");
        assertThat(result.done()).isGreaterThan(200);
    }

    @Test
    void databasesMoveAboutAsAFaultAndComeBack() {
        RunOptions options = new RunOptions(1, "banks", 15, 3, Set.of(FaultKind.MEMBERSHIP), null).withPace(3);

        RunResult result = SimulationRun.of(options);

        assertThat(result.problems()).isEmpty();
        assertThat(result.faults()).hasSize(15);
        assertThat(result.done()).isGreaterThan(200);
    }

    @Test
    void aReplayLineNamesEverythingThatIsNotTheDefault() {
        RunOptions options = new RunOptions(7, "banks", 9, 5, Set.of(FaultKind.POWER_ALL), List.of(2, 3));

        assertThat(options.replayCommand())
                .isEqualTo(
                        "muster sim replay 7 --scenario banks --seconds 9 --servers 5 --faults power-all --only 2,3");
    }

    @Test
    void optionsThatMakeNoSenseAreRefused() {
        assertThatThrownBy(() -> options(1, "mixed", FaultKind.parse("kill,meteor")))
                .hasMessageStartingWith("there is no fault 'meteor'; there are: kill, power, ");
        assertThatThrownBy(() -> Scenarios.named("none")).hasMessageStartingWith("there is no scenario 'none'; ");
        assertThatThrownBy(() -> new RunOptions(1, "mixed", 0, 0, Set.of(), null))
                .hasMessage("a run takes at least a second, not 0");
        assertThatThrownBy(() -> new RunOptions(1, "mixed", 1, 8, Set.of(), null))
                .hasMessage("a simulated cluster has 1 to 7 servers, not 8");
    }
}
