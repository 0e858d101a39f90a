package dev.muster.clustertests;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.awaitility.Awaitility;
import org.neo4j.driver.AuthTokens;
import org.neo4j.driver.Driver;
import org.neo4j.driver.GraphDatabase;
import org.neo4j.driver.SessionConfig;
import org.neo4j.driver.exceptions.Neo4jException;
import org.testcontainers.containers.Container;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.Network;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.images.builder.ImageFromDockerfile;
import org.testcontainers.lifecycle.Startables;
import org.testcontainers.utility.MountableFile;

/**
 * Three servers in containers on one network: they find each other by name and become healthy, take writes, lose one of
 * them, go on, and are backed up from all three addresses. Run by {@link ContainersIT}; exits 0 if all held.
 */
final class ContainerScenario {
    private static final List<String> NAMES = List.of("server01", "server02", "server03");
    private static final Duration PATIENCE = Duration.ofSeconds(150);
    private static final int LOG_LINES_SHOWN = 60;
    private static final String DATABASE = "orders";

    private final Path root;
    private final List<GenericContainer<?>> servers = new ArrayList<>();

    private ContainerScenario(Path root) {
        this.root = root;
    }

    public static void main(String[] arguments) throws Exception {
        new ContainerScenario(Path.of(arguments[0])).run();
        System.out.println("all held");
        System.exit(0); // Testcontainers keeps threads
    }

    private void run() throws Exception {
        // Named one by one: the library reads .dockerignore otherwise than the engine does.
        ImageFromDockerfile image = new ImageFromDockerfile("muster-it", true)
                .withFileFromPath("Dockerfile", root.resolve("Dockerfile"))
                .withFileFromPath("dist", root.resolve("dist"))
                .withFileFromPath("docker", root.resolve("docker"));
        try (Network network = Network.newNetwork()) {
            NAMES.forEach(name -> servers.add(server(image, network, name)));
            try {
                Startables.deepStart(servers).join();
                say("three containers are healthy");
                steps();
            } catch (Exception e) {
                servers.forEach(ContainerScenario::showLog);
                throw e;
            } finally {
                servers.forEach(GenericContainer::stop);
            }
        }
    }

    private static void showLog(GenericContainer<?> server) {
        if (server.getContainerId() != null) {
            List<String> lines = server.getLogs().lines().toList();
            say("last lines of " + server.getNetworkAliases());
            lines.subList(Math.max(0, lines.size() - LOG_LINES_SHOWN), lines.size())
                    .forEach(System.out::println);
        }
    }

    private void steps() throws Exception {
        until(
                "CREATE DATABASE is accepted by a server",
                () -> anyRuns(servers, "system", "CREATE DATABASE " + DATABASE + " IF NOT EXISTS"));
        until("a write is accepted by a server", () -> anyRuns(servers, DATABASE, "MERGE (:Order {number: 1})"));
        say("a database was created and written");
        until("all servers show the order", () -> servers.stream().allMatch(server -> orders(server) == 1));

        GenericContainer<?> lost = servers.get(0);
        lost.getDockerClient().killContainerCmd(lost.getContainerId()).exec();
        List<GenericContainer<?>> rest = servers.subList(1, servers.size());
        until("the rest accepts a write", () -> anyRuns(rest, DATABASE, "MERGE (:Order {number: 2})"));
        say("one container was killed, and a write was accepted without it");

        backUp(rest.get(0));
    }

    /** From all three, of which one is gone: what can be had is saved, and the exit code says that somebody was silent. */
    private void backUp(GenericContainer<?> from) throws Exception {
        Container.ExecResult backup = from.execInContainer(
                "muster",
                "admin",
                "database",
                "backup",
                "--from=server01:6362,server02:6362,server03:6362",
                "--to-path=/backups",
                DATABASE);
        Container.ExecResult listing = from.execInContainer("ls", "/backups");
        check(
                listing.getStdout().contains(DATABASE),
                "no artifact of " + DATABASE + " in /backups: " + listing.getStdout() + backup.getStdout()
                        + backup.getStderr());
        check(
                backup.getExitCode() == 1,
                "a server that did not answer must show in the exit code, which is " + backup.getExitCode());
        say("backup from three addresses, one of them gone: exit code " + backup.getExitCode() + ", "
                + listing.getStdout().trim());
    }

    private GenericContainer<?> server(ImageFromDockerfile image, Network network, String name) {
        return new GenericContainer<>(image)
                .withNetwork(network)
                .withNetworkAliases(name)
                .withCreateContainerCmdModifier(command -> command.withHostName(name))
                .withCopyFileToContainer(
                        MountableFile.forHostPath(root.resolve("docker/cluster.conf"), 0644),
                        "/var/lib/muster/conf/muster.conf")
                .withCommand(
                        "server",
                        "--conf",
                        "/var/lib/muster/conf/muster.conf",
                        "-c",
                        "muster.server.name=" + name,
                        "-c",
                        "server.default_advertised_address=" + name)
                .withExposedPorts(7687)
                .waitingFor(Wait.forHealthcheck().withStartupTimeout(PATIENCE));
    }

    /**
     * Whether one of the servers ran the statement; the others may say that they are not the leader. Asked again after a failure
     * that may have been a success: give statements that may run twice.
     */
    private static boolean anyRuns(List<GenericContainer<?>> servers, String database, String statement) {
        return servers.stream().anyMatch(server -> {
            try (Driver driver = driver(server);
                    var session = driver.session(SessionConfig.forDatabase(database))) {
                session.run(statement).consume();
                return true;
            } catch (Neo4jException e) {
                return false;
            }
        });
    }

    private static long orders(GenericContainer<?> server) {
        try (Driver driver = driver(server);
                var session = driver.session(SessionConfig.forDatabase(DATABASE))) {
            return session.run("MATCH (o:Order) RETURN count(o) AS orders")
                    .single()
                    .get("orders")
                    .asLong();
        } catch (Neo4jException e) {
            return -1;
        }
    }

    private static Driver driver(GenericContainer<?> server) {
        return GraphDatabase.driver("bolt://" + server.getHost() + ":" + server.getMappedPort(7687), AuthTokens.none());
    }

    private static void until(String what, BooleanSupplier condition) {
        Awaitility.await(what)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(200))
                .until(condition::getAsBoolean);
    }

    private static void check(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalStateException(otherwise);
        }
    }

    private static void say(String what) {
        System.out.println("== " + what);
    }
}
