package dev.muster.sim.run;

import dev.muster.sim.backup.BackupClient;
import dev.muster.sim.fault.FaultKind;
import dev.muster.sim.workload.Turnover;
import dev.muster.sim.workload.Workload;
import dev.muster.sim.workload.Workloads;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The scenarios there are. */
public final class Scenarios {
    /** Not where the only copy of a database may lie on the server that these strike. */
    private static final Set<FaultKind> DATA_LOSS = Set.of(FaultKind.BIT_ROT, FaultKind.LOST_DISK);

    public static final List<Scenario> ALL = List.of(
            new Scenario(
                    "registers",
                    "clients read, write and compare-and-set registers",
                    dice -> List.of(Workloads.registers())),
            new Scenario("lists", "clients append to lists and read them", dice -> List.of(Workloads.lists())),
            new Scenario(
                    "banks",
                    "clients move money between accounts and read all balances",
                    dice -> List.of(Workloads.banks())),
            new Scenario(
                    "bookmarks",
                    "clients write, and read elsewhere with bookmarks of their own and of each other",
                    dice -> List.of(Workloads.bookmarks())),
            new Scenario(
                    "admin",
                    "an administrator creates, stops, starts, replaces and drops databases",
                    dice -> List.of(Workloads.admin())),
            new Scenario(
                    "topology",
                    "databases grow, shrink and move between servers while clients write",
                    dice -> moved(Workloads.lists(), Workloads.banks()),
                    List.of(),
                    DATA_LOSS),
            new Scenario(
                    "servers",
                    "servers join, are emptied and dropped while clients write",
                    dice -> List.of(Workloads.lists(), Workloads.banks()),
                    List.of(Turnover::new),
                    DATA_LOSS),
            new Scenario(
                    "backup",
                    "all databases are backed up again and again while clients write",
                    dice -> List.of(Workloads.banks(), Workloads.lists()),
                    List.of(BackupClient::new)),
            new Scenario(
                    "load",
                    "five databases get two writes per second each: what speed is measured with",
                    dice -> Stream.of("neo4j", "load1", "load2", "load3", "load4")
                            .map(Workloads::load)
                            .toList()),
            new Scenario(
                    "mixed",
                    "all of these at the same time",
                    dice -> List.of(
                            Workloads.registers(),
                            Workloads.lists(),
                            Workloads.banks(),
                            Workloads.bookmarks(),
                            Workloads.admin()),
                    List.of(BackupClient::new)));

    private Scenarios() {}

    private static List<Workload> moved(Workload... workloads) {
        List<Workload> all = new ArrayList<>(List.of(workloads));
        all.add(Workloads.topology(workloads));
        return all;
    }

    /** The scenario of that name. Throws {@link IllegalArgumentException} with the names there are. */
    public static Scenario named(String name) {
        return ALL.stream()
                .filter(scenario -> scenario.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no scenario '" + name + "'; there are: "
                        + ALL.stream().map(Scenario::name).collect(Collectors.joining(", "))));
    }
}
