package dev.muster.clustertests;

import java.io.IOException;
import org.junit.jupiter.api.Test;

/** The administration lesson of the first seed by the Java driver, three servers. */
@MusterCluster(settings = "muster.vocabulary=4.0")
class ClusterLessonIT {
    @Test
    void everyStepIsAnsweredAsTheLessonShows(Cluster cluster) throws IOException {
        Storyteller.tell("lesson-cluster.txt", cluster, true);
    }
}
