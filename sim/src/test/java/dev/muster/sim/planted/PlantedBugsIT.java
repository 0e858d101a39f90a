package dev.muster.sim.planted;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/**
 * The table of planted bugs: those that are found within seconds, or, with {@code -Dmuster.planted.all=true}, all of them,
 * which takes minutes; with {@code -Dmuster.planted.only=NAME} the one of that name.
 */
class PlantedBugsIT {
    @Test
    void everyPlantedBugIsFoundWithinItsSeedsAndNothingWithoutIt() {
        boolean all = Boolean.getBoolean("muster.planted.all");
        String only = System.getProperty("muster.planted.only", "");
        PlantedBugs.hunt(PlantedBugs.ALL.stream()
                .filter(bug -> only.isEmpty() ? all || bug.quick() : bug.name().equals(only))
                .toList());
    }

    @Test
    void everyBugHasANameOfItsOwn() {
        assertThat(PlantedBugs.ALL).extracting(PlantedBug::name).doesNotHaveDuplicates();
    }
}
