package dev.muster.node.demo;

import dev.muster.node.cli.console.Console;
import dev.muster.node.launcher.BoltClient;
import dev.muster.node.launcher.ClusterStatus;
import dev.muster.node.launcher.LauncherException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.neo4j.driver.Driver;
import org.neo4j.driver.exceptions.Neo4jException;

/**
 * The story of {@code muster demo}: three servers, several databases, a failure, a backup that tells the truth about it, a
 * second one after healing, a restore, and the proof that nothing was lost. Every expectation is checked.
 */
public final class Demo {
    /** What becomes of the cluster and the files. */
    public enum Afterwards {
        REMOVE,
        KEEP
    }

    private static final List<String> DATABASES = List.of("routes", "sales", "archive");

    /** How long a server may take to follow what a majority has done. */
    private static final Duration SETTLE_LIMIT = Duration.ofSeconds(15);

    private final Narrator narrator;
    private final Console console;
    private final long seed;
    private final Afterwards afterwards;
    private final AirRoutes airRoutes = AirRoutes.read();

    public Demo(Console console, long seed, Afterwards afterwards) {
        this.console = console;
        this.narrator = new Narrator(console);
        this.seed = seed;
        this.afterwards = afterwards;
    }

    /** Tells the whole story; returns whether every expectation held. Leaves nothing behind unless told to. */
    public boolean run() {
        DemoCluster cluster = DemoCluster.create(afterwards, console);
        try (cluster) {
            tell(cluster);
        } catch (LauncherException | Neo4jException e) {
            narrator.broken(e.getMessage());
            if (e instanceof LauncherException launcher) {
                narrator.quote(launcher.lines());
            }
        }
        return narrator.verdict();
    }

    private void tell(DemoCluster cluster) {
        narrator.step("Start three servers as processes on free ports");
        ClusterStatus status = cluster.start();
        for (ClusterStatus.Server server : status.servers()) {
            narrator.say(server.name() + "  process " + server.pid() + "  Bolt " + server.bolt() + "  backup "
                    + server.backup());
        }
        narrator.expect("three servers answer", status.servers().size() == 3, status.servers());
        try (Driver driver = BoltClient.driver(status.uri())) {
            DemoDatabases databases = new DemoDatabases(driver, DemoCluster.serversByAddress(status));
            AirRoutesLoader loader = new AirRoutesLoader(driver, "routes");
            createDatabases(databases);
            load(databases, loader);
            showAndStop(databases);
            String victim = kill(cluster, status, databases);
            DemoBackups backups = new DemoBackups(narrator, cluster, status);
            backups.first(victim);
            heal(cluster, victim, databases, loader);
            backups.second();
            backups.restore(status.server("server01"));
            prove(databases, driver);
        }
        end(cluster, status);
    }

    private void createDatabases(DemoDatabases databases) {
        narrator.step("Create the databases routes, sales and archive");
        for (String database : DATABASES) {
            databases.administer("CREATE DATABASE " + database + " WAIT");
        }
        List<DemoDatabases.Row> rows = databases.show();
        for (String database : DATABASES) {
            long online = rows.stream()
                    .filter(row ->
                            row.database().equals(database) && row.current().equals("online"))
                    .count();
            narrator.expect(database + " is online on three servers", online == 3, DemoDatabases.table(rows));
        }
    }

    private void load(DemoDatabases databases, AirRoutesLoader loader) {
        List<AirRoutes.Edge> routes = airRoutes.edges("route");
        int all = airRoutes.nodes().size() + routes.size();
        narrator.step("Load the world's airline routes into routes, through the official Neo4j driver");
        int[] done = {0};
        double before = narrator.seconds();
        loader.loadNodes(airRoutes.nodes(), rows -> narrator.bar("loading", done[0] += rows, all));
        loader.loadEdges(routes, rows -> narrator.bar("loading", done[0] += rows, all));
        double seconds = narrator.seconds() - before;
        narrator.say(String.format(
                java.util.Locale.ROOT,
                "%d nodes and %d relationships in %.1f s, each transaction durable on a majority",
                airRoutes.nodes().size(),
                routes.size(),
                seconds));
        databases.run("sales", "UNWIND range(1, 500) AS n CREATE (:Order {number: n, total: n * 10})");
        databases.run("archive", "UNWIND range(1, 100) AS n CREATE (:Letter {number: n})");
        narrator.expect(
                "routes has 50637 routes",
                databases.count("routes", "MATCH ()-[r:route]->() RETURN count(r)") == 50637,
                "another number");
        narrator.expect(
                "sales has 500 orders", databases.count("sales", "MATCH (o:Order) RETURN count(o)") == 500, "not so");
    }

    private void showAndStop(DemoDatabases databases) {
        narrator.step("SHOW DATABASES: one row per database and server");
        List<DemoDatabases.Row> rows = databases.show();
        narrator.quote(DemoDatabases.table(rows));
        boolean oneLeaderEach = rows.stream()
                .map(DemoDatabases.Row::database)
                .distinct()
                .allMatch(name -> rows.stream()
                                .filter(row -> row.database().equals(name)
                                        && row.role().equals("leader"))
                                .count()
                        == 1);
        narrator.expect("five databases on three servers make 15 rows", rows.size() == 15, rows.size());
        narrator.expect("every database has exactly one leader", oneLeaderEach, "see above");

        narrator.step("STOP DATABASE archive");
        databases.administer("STOP DATABASE archive WAIT");
        List<DemoDatabases.Row> stopped = databases.show().stream()
                .filter(row -> row.database().equals("archive"))
                .toList();
        narrator.quote(DemoDatabases.table(stopped));
        narrator.expect(
                "archive is requested and is offline on every server",
                stopped.size() == 3
                        && stopped.stream()
                                .allMatch(row -> row.requested().equals("offline")
                                        && row.current().equals("offline")),
                "see above");
    }

    private String kill(DemoCluster cluster, ClusterStatus status, DemoDatabases databases) {
        String victim = "server0"
                + (1 + new SplittableRandom(seed).nextInt(status.servers().size()));
        narrator.step("Kill " + victim + " (SIGKILL)");
        cluster.clusters().faults().kill(DemoCluster.NAME, victim);
        double before = narrator.seconds();
        databases.run("sales", "CREATE (:Order {number: 501, total: 5010})");
        narrator.say(String.format(
                java.util.Locale.ROOT,
                "the next write to sales was committed %.1f s later by the two that are left",
                narrator.seconds() - before));
        narrator.expect(
                "no order is lost", databases.count("sales", "MATCH (o:Order) RETURN count(o)") == 501, "not so");
        return victim;
    }

    private void heal(DemoCluster cluster, String victim, DemoDatabases databases, AirRoutesLoader loader) {
        narrator.step("Restart " + victim + ", start archive, and load the rest of the routes graph");
        cluster.clusters().faults().restart(DemoCluster.NAME, victim);
        databases.administer("START DATABASE archive WAIT");
        List<AirRoutes.Edge> contains = airRoutes.edges("contains");
        int[] done = {0};
        loader.loadEdges(contains, rows -> narrator.bar("loading", done[0] += rows, contains.size()));
        databases.run("sales", "UNWIND range(502, 600) AS n CREATE (:Order {number: n, total: n * 10})");
        narrator.say(contains.size() + " relationships in routes and 99 orders in sales are new");
        long online = databases.show().stream()
                .filter(row -> row.current().equals("online"))
                .count();
        narrator.expect("all five databases are online on all three servers again", online == 15, online);
    }

    private void prove(DemoDatabases databases, Driver driver) {
        narrator.step("CREATE DATABASE routes2: one server has its store, the others copy it");
        databases.administer("CREATE DATABASE routes2 WAIT");
        List<DemoDatabases.Row> rows = databases.show().stream()
                .filter(row -> row.database().equals("routes2"))
                .toList();
        narrator.quote(DemoDatabases.table(rows));
        narrator.expect(
                "routes2 is online on three servers",
                rows.stream().filter(row -> row.current().equals("online")).count() == 3,
                "see above");

        narrator.step("Ask both databases questions whose answers are known, and compare digests");
        for (String database : List.of("routes", "routes2")) {
            List<KnownAnswers.Answer> answers = KnownAnswers.ask(driver, database);
            List<KnownAnswers.Answer> wrong =
                    answers.stream().filter(answer -> !answer.isRight()).toList();
            narrator.expect(
                    database + " gives the right answer to all " + answers.size() + " questions",
                    wrong.isEmpty(),
                    wrong);
        }
        DemoDatabases.Digest original = databases.digest("routes");
        DemoDatabases.Digest restored = databases.digest("routes2");
        narrator.say("routes   " + describe(original));
        narrator.say("routes2  " + describe(restored));
        narrator.expect("the digests of both graphs are equal", original.sameGraphAs(restored), restored);
    }

    private static long online(DemoDatabases databases, String database) {
        return databases.show().stream()
                .filter(row -> row.database().equals(database) && row.current().equals("online"))
                .count();
    }

    private static String describe(DemoDatabases.Digest digest) {
        return digest.digest() + "  " + digest.nodes() + " nodes, " + digest.relationships() + " relationships";
    }

    private void end(DemoCluster cluster, ClusterStatus status) {
        if (afterwards == Afterwards.KEEP) {
            narrator.step("Keep everything (--keep)");
            narrator.say("The backups are in " + cluster.backups());
            narrator.say("Go on with: muster shell -a " + status.uri() + " -d routes");
            narrator.say("Remove it:  muster cluster destroy " + DemoCluster.NAME + " && rm -r " + cluster.directory());
            return;
        }
        narrator.step("Stop everything");
        List<Long> processes = cluster.clusters().status(DemoCluster.NAME).servers().stream()
                .map(ClusterStatus.Server::pid)
                .filter(pid -> pid != null)
                .toList();
        cluster.clusters().stop(DemoCluster.NAME);
        cluster.remove();
        narrator.expect(
                "no process is left",
                processes.stream()
                        .noneMatch(pid ->
                                ProcessHandle.of(pid).filter(DemoCluster::lives).isPresent()),
                processes);
        Map<String, Integer> listening = DemoCluster.listening(status);
        narrator.expect("no port is left", listening.isEmpty(), listening);
        narrator.expect("no file is left", !java.nio.file.Files.exists(cluster.directory()), cluster.directory());
    }
}
