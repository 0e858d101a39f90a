package dev.muster.clustertests;

/** The commands on three servers in this process. */
@MusterCluster(settings = "dbms.max_databases=4")
class CommandsIT extends AdminStories {
    CommandsIT() {
        super("commands.txt", false);
    }
}
