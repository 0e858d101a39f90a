package dev.muster.sim.planted;

import org.junit.jupiter.api.Test;

/** The quick half of the table: bugs that are found within a second or two each. */
class PlantedBugsTest {
    @Test
    void everyBugThatIsQuickToFindIsFound() {
        PlantedBugs.hunt(PlantedBugs.ALL.stream().filter(PlantedBug::quick).toList());
    }
}
