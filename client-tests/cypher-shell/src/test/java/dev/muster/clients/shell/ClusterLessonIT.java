package dev.muster.clients.shell;

import dev.muster.clustertests.MusterCluster;

/** The lesson against three servers. */
@MusterCluster(settings = "muster.vocabulary=4.0")
class ClusterLessonIT extends LessonScenario {
    ClusterLessonIT() {
        super("cluster.txt");
    }
}
