package dev.muster.clustertests;

/** The commands on a standalone server. */
@MusterCluster(primaries = 1, settings = "dbms.max_databases=4")
class StandaloneCommandsIT extends AdminStories {
    StandaloneCommandsIT() {
        super("commands.txt", false);
    }
}
