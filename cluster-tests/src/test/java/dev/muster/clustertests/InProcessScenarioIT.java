package dev.muster.clustertests;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The main job with three servers in this process. */
@MusterCluster(databases = {"routes", "sales", "archive"})
class InProcessScenarioIT {
    @Test
    void savesWhatItCanSaysWhatItCouldNotAndRestoresIt(Cluster cluster, @TempDir Path backups) {
        new RoutesScenario(cluster, backups).run();
    }
}
