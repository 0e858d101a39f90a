package dev.muster.sim.planted;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/**
 * The table of planted bugs: those that are found within seconds, or, with {@code -Dmuster.planted.all=true}, all of them,
 * which takes minutes.
 */
class PlantedBugsIT {
    @Test
    void everyPlantedBugIsFoundWithinItsSeedsAndNothingWithoutIt() {
        boolean all = Boolean.getBoolean("muster.planted.all");
        PlantedBugs.hunt(
                PlantedBugs.ALL.stream().filter(bug -> all || bug.quick()).toList());
    }

    @Test
    void everyBugHasANameOfItsOwn() {
        assertThat(PlantedBugs.ALL).extracting(PlantedBug::name).doesNotHaveDuplicates();
    }
}
