package dev.muster.sim.planted;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** All bugs that are planted, and the table of how they are found. */
final class PlantedBugs {
    static final List<PlantedBug> ALL = Stream.of(
                    DiskBugs.ALL,
                    ConsensusBugs.ALL,
                    MessageBugs.ALL,
                    ApplyBugs.ALL,
                    SnapshotBugs.ALL,
                    LaneBugs.ALL,
                    CatalogBugs.ALL,
                    ClientBugs.ALL,
                    BookmarkBugs.ALL,
                    SourceBugs.ALL,
                    BackupBugs.ALL)
            .flatMap(List::stream)
            .toList();

    private PlantedBugs() {}

    /** Hunts each bug, prints the table as it grows, and fails for those that were not found or that others explain. */
    static void hunt(List<PlantedBug> bugs) {
        System.out.println("| bug | what is wrong | found by | seeds needed | seconds needed |");
        System.out.println("|---|---|---|---|---|");
        List<String> missed = new ArrayList<>();
        for (PlantedBug bug : bugs) {
            Finding finding = Finding.hunt(bug);
            System.out.println(finding.row());
            if (!finding.isFound()) {
                missed.add(bug.name() + ": not found with " + bug.seeds() + " seeds");
            }
            finding.control().forEach(problem -> missed.add(bug.name() + ": without it there is, too: " + problem));
        }
        assertThat(missed).isEmpty();
    }
}
