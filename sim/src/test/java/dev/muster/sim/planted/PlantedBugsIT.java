package dev.muster.sim.planted;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The whole table of planted bugs. */
class PlantedBugsIT {
    @Test
    void everyPlantedBugIsFoundWithinItsSeedsAndNothingWithoutIt() {
        PlantedBugs.hunt(PlantedBugs.ALL);
    }

    @Test
    void everyBugHasANameOfItsOwn() {
        assertThat(PlantedBugs.ALL).extracting(PlantedBug::name).doesNotHaveDuplicates();
    }
}
