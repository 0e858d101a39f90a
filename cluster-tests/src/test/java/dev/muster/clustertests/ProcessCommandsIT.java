package dev.muster.clustertests;

/** The commands on three servers as processes. */
@MusterCluster(processes = true, settings = "dbms.max_databases=4")
class ProcessCommandsIT extends AdminStories {
    ProcessCommandsIT() {
        super("commands.txt", false);
    }
}
