package dev.muster.clustertests;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The main job with three servers as processes, killed by SIGKILL. */
@MusterCluster(
        databases = {"routes", "sales", "archive"},
        processes = true)
class ProcessScenarioIT {
    @Test
    void savesWhatItCanSaysWhatItCouldNotAndRestoresIt(Cluster cluster, @TempDir Path backups) {
        new RoutesScenario(cluster, backups).run();
    }
}
