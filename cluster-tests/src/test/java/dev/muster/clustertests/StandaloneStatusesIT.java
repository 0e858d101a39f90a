package dev.muster.clustertests;

/** Statuses and roles of 4.4 on a standalone server. */
@MusterCluster(primaries = 1, settings = "muster.vocabulary=4.4")
class StandaloneStatusesIT extends AdminStories {
    StandaloneStatusesIT() {
        super("statuses.txt", true);
    }
}
