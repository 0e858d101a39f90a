package dev.muster.clustertests;

/** Statuses and roles of 4.4 on three servers in this process. */
@MusterCluster(settings = "muster.vocabulary=4.4")
class StatusesIT extends AdminStories {
    StatusesIT() {
        super("statuses.txt", true);
    }
}
