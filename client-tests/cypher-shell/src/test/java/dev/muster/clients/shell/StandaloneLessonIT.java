package dev.muster.clients.shell;

import dev.muster.clustertests.MusterCluster;

/** The lesson against one server. */
@MusterCluster(primaries = 1, settings = "muster.vocabulary=4.0")
class StandaloneLessonIT extends LessonScenario {
    StandaloneLessonIT() {
        super("standalone.txt");
    }
}
