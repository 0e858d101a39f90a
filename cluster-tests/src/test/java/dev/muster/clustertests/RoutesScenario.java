package dev.muster.clustertests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.node.demo.AirRoutes;
import dev.muster.node.demo.AirRoutesLoader;
import dev.muster.node.demo.KnownAnswers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.neo4j.driver.Driver;
import org.neo4j.driver.Record;
import org.neo4j.driver.Session;
import org.neo4j.driver.SessionConfig;

/**
 * The product's main job as one story: several databases, one stopped, one server down, a backup that says so, healing, a
 * differential backup, a restore under another name, and proof that nothing was lost. Told by the demo to people, and by
 * the tests to us, in one process and with real ones.
 */
final class RoutesScenario {
    /** The discard port on loopback: nobody listens. */
    private static final String NOBODY = "127.0.0.1:9";

    private final Cluster cluster;
    private final Path backups;
    private final Driver driver;
    private final AirRoutes airRoutes = AirRoutes.read();

    RoutesScenario(Cluster cluster, Path backups) {
        this.cluster = cluster;
        this.backups = backups;
        this.driver = cluster.driver();
    }

    void run() {
        AirRoutesLoader loader = new AirRoutesLoader(driver, "routes");
        loader.loadNodes(airRoutes.nodes(), rows -> {});
        loader.loadEdges(airRoutes.edges("route"), rows -> {});
        write("sales", "UNWIND range(1, 100) AS n CREATE (:Order {number: n})");
        administer("STOP DATABASE archive WAIT");
        String victim = cluster.leaderOf("sales");
        cluster.kill(victim);

        backUpWithOneServerDown();

        cluster.restart(victim);
        administer("START DATABASE archive WAIT");
        loader.loadEdges(airRoutes.edges("contains"), rows -> {});
        backUpWithAllServersUp();
        restoreAsAnotherDatabase();
    }

    private void backUpWithOneServerDown() {
        Cluster.Outcome outcome = backUp(String.join(",", cluster.backupAddresses()) + "," + NOBODY);

        assertThat(outcome.exitCode()).as(outcome.err()).isEqualTo(1);
        assertThat(artifactsByDatabase()).containsExactly("neo4j 1", "routes 1", "sales 1", "system 1");
        assertThat(outcome.out()).contains("archive");
    }

    private void backUpWithAllServersUp() {
        Cluster.Outcome outcome = backUp(String.join(",", cluster.backupAddresses()));

        assertThat(outcome.exitCode()).as(outcome.err() + outcome.out()).isZero();
        assertThat(artifactsByDatabase()).containsExactly("archive 1", "neo4j 2", "routes 2", "sales 2", "system 2");
        Cluster.Outcome inspected =
                cluster.admin("backup", "inspect", "--database=routes", "--empty", backups.toString());
        assertThat(inspected.exitCode()).isZero();
        assertThat(inspected
                        .out()
                        .lines()
                        .filter(line -> line.contains("| true |") || line.contains(" true |"))
                        .count())
                .as(inspected.out())
                .isPositive();
    }

    private void restoreAsAnotherDatabase() {
        Path data = cluster.home("server01").resolve("data");
        Cluster.Outcome outcome = cluster.admin(
                "database",
                "restore",
                "--from-path=" + newest("routes"),
                "--to-path-data=" + data.resolve("databases"),
                "--to-path-txn=" + data.resolve("transactions"),
                "routes2");
        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        administer("CREATE DATABASE routes2 WAIT");

        for (String database : List.of("routes", "routes2")) {
            for (KnownAnswers.Answer answer : KnownAnswers.ask(driver, database)) {
                assertThat(answer.rows())
                        .as(database + ": " + answer.question().about())
                        .isEqualTo(answer.question().rows());
            }
        }
        String original = graphOnly(Copies.equalOnAll(cluster, "routes"));
        assertThat(graphOnly(Copies.equalOnAll(cluster, "routes2"))).isEqualTo(original);
    }

    private static String graphOnly(String transactionAndDigest) {
        return transactionAndDigest.substring(transactionAndDigest.indexOf(' ') + 1);
    }

    private Cluster.Outcome backUp(String from) {
        return cluster.admin("database", "backup", "--from=" + from, "--to-path=" + backups, "*");
    }

    private Path newest(String database) {
        return artifacts(database).get(artifacts(database).size() - 1);
    }

    private List<String> artifactsByDatabase() {
        List<String> counts = new ArrayList<>();
        for (String database : List.of("archive", "neo4j", "routes", "sales", "system")) {
            int count = artifacts(database).size();
            if (count > 0) {
                counts.add(database + " " + count);
            }
        }
        return counts;
    }

    private List<Path> artifacts(String database) {
        try (Stream<Path> files = Files.list(backups)) {
            return files.filter(file -> file.getFileName().toString().matches(database + "-\\d{4}-.*\\.backup"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void administer(String command) {
        try (Session session = driver.session(SessionConfig.forDatabase("system"))) {
            for (Record row : session.run(command).list()) {
                assertThat(row.get("state").asString()).as(command + ": " + row).isIn("CaughtUp", "NotAvailable");
            }
        }
    }

    private void write(String database, String query) {
        try (Session session = driver.session(SessionConfig.forDatabase(database))) {
            session.executeWriteWithoutResult(tx -> tx.run(query).consume());
        }
    }
}
