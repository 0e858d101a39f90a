package dev.muster.clustertests;

import java.io.IOException;
import org.junit.jupiter.api.Test;

/** The administration lesson of the first seed by the Java driver, one server. */
@MusterCluster(primaries = 1, settings = "muster.vocabulary=4.0")
class StandaloneLessonIT {
    @Test
    void everyStepIsAnsweredAsTheLessonShows(Cluster cluster) throws IOException {
        Storyteller.tell("lesson-standalone.txt", cluster, true);
    }
}
