package dev.muster.clustertests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.node.launcher.ClusterStatus;
import dev.muster.node.launcher.LocalClusters;
import dev.muster.node.launcher.Login;
import dev.muster.node.launcher.Progress;
import dev.muster.node.launcher.StartRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.neo4j.driver.AuthTokens;
import org.neo4j.driver.Config;
import org.neo4j.driver.Driver;
import org.neo4j.driver.GraphDatabase;
import org.neo4j.driver.Logging;
import org.neo4j.driver.Record;
import org.neo4j.driver.Session;
import org.neo4j.driver.SessionConfig;
import org.neo4j.driver.exceptions.AuthenticationException;
import org.neo4j.driver.exceptions.Neo4jException;

/** Three real servers that ask who is there, and the official driver. */
class LoginsIT {
    private static final String NAME = "logins";
    private static final Login ADMINISTRATOR = new Login("neo4j", "first-password");
    private static final Config QUIET =
            Config.builder().withLogging(Logging.none()).build();

    private final Path home = TemporaryDirectory.create();
    private final LocalClusters clusters = LocalClusters.open(home, ADMINISTRATOR, Progress.SILENT);

    @BeforeEach
    void start() {
        clusters.start(StartRequest.named(NAME).withDatabases(List.of("sales")).withAdministrator(ADMINISTRATOR));
    }

    @AfterEach
    void destroy() {
        clusters.destroy(NAME);
        TemporaryDirectory.remove(home);
    }

    private List<String> bolts() {
        return clusters.status(NAME).servers().stream()
                .filter(ClusterStatus.Server::isRunning)
                .map(ClusterStatus.Server::bolt)
                .toList();
    }

    private static List<Record> run(String uri, String user, String password, String database, String query) {
        try (Driver driver = GraphDatabase.driver(uri, AuthTokens.basic(user, password), QUIET);
                Session session = driver.session(SessionConfig.forDatabase(database))) {
            return session.run(query).list();
        }
    }

    /** As applications do it: what fails because a leader is changing is done again. */
    private static List<Record> runManaged(String uri, String password, String query) {
        try (Driver driver = GraphDatabase.driver(uri, AuthTokens.basic("ann", password), QUIET);
                Session session = driver.session(SessionConfig.forDatabase("sales"))) {
            return session.executeWrite(transaction -> transaction.run(query).list());
        }
    }

    private void administer(String command) {
        run("neo4j://" + bolts().get(0), "neo4j", "first-password", "system", command);
    }

    private void readsEverywhere(String password) {
        for (String bolt : bolts()) {
            assertThat(runManaged("bolt://" + bolt, password, "MATCH (n) RETURN count(n) AS n"))
                    .as(bolt)
                    .hasSize(1);
        }
    }

    private static String failure(String uri, String password, String query) {
        try {
            run(uri, "ann", password, "sales", query);
            return "none";
        } catch (Neo4jException e) {
            return e.code();
        }
    }

    @Test
    void loginsPasswordsAndRolesHoldOnEveryServerAndOutliveTheLeaderAndARestart() throws IOException {
        for (String bolt : bolts()) {
            assertThatThrownBy(() -> run("bolt://" + bolt, "neo4j", "wrong", "sales", "RETURN 1"))
                    .isInstanceOf(AuthenticationException.class);
        }
        administer("CREATE USER ann SET PASSWORD 'password-1' CHANGE REQUIRED");
        administer("GRANT ROLE reader TO ann");
        aNewPasswordIsDemandedAndSet();
        readsEverywhere("password-2");
        for (String bolt : bolts()) {
            assertThat(failure("bolt://" + bolt, "password-2", "CREATE (:Order)"))
                    .isEqualTo("Neo.ClientError.Security.Forbidden");
        }

        String leader = leaderOf("system");
        clusters.faults().kill(NAME, leader);
        readsEverywhere("password-2");
        administer("GRANT ROLE publisher TO ann");
        runManaged("neo4j://" + bolts().get(0), "password-2", "CREATE (:Order)");

        clusters.restart(NAME);
        readsEverywhere("password-2");
        assertThat(run("bolt://" + bolts().get(0), "neo4j", "first-password", "system", "SHOW USERS YIELD user, roles"))
                .extracting(Record::asMap)
                .containsExactlyInAnyOrder(
                        Map.of("user", "ann", "roles", List.of("publisher", "reader", "PUBLIC")),
                        Map.of("user", "neo4j", "roles", List.of("admin", "PUBLIC")));
        theLogsTellOfIt();
        toolsLogInToo();
    }

    private void aNewPasswordIsDemandedAndSet() {
        String seed = "neo4j://" + bolts().get(1);
        assertThat(failure(seed, "password-1", "RETURN 1")).isEqualTo("Neo.ClientError.Security.CredentialsExpired");
        run(seed, "ann", "password-1", "system", "ALTER CURRENT USER SET PASSWORD FROM 'password-1' TO 'password-2'");
        assertThat(failure(seed, "password-1", "RETURN 1")).isEqualTo("Neo.ClientError.Security.Unauthorized");
    }

    private String leaderOf(String database) {
        return clusters.status(NAME).databases().stream()
                .filter(each -> each.name().equals(database))
                .map(ClusterStatus.Database::leader)
                .findFirst()
                .orElseThrow();
    }

    private void theLogsTellOfIt() throws IOException {
        StringBuilder all = new StringBuilder();
        for (ClusterStatus.Server server : clusters.status(NAME).servers()) {
            all.append(Files.readString(server.home().resolve("logs").resolve("security.log")));
        }
        assertThat(all.toString())
                .contains(
                        "ERROR [neo4j]: failed to log in: invalid principal or credentials\n",
                        "INFO  [neo4j]: CREATE USER ann SET PASSWORD '******' CHANGE REQUIRED\n",
                        "INFO  [ann]: logged in (password change required)\n",
                        "INFO  [ann]: ALTER CURRENT USER SET PASSWORD FROM '******' TO '******'\n",
                        "INFO  [neo4j]: GRANT ROLE publisher TO ann\n")
                .doesNotContain("password-1")
                .doesNotContain("password-2")
                .doesNotContain("first-password");
    }

    private void toolsLogInToo() {
        assertThat(clusters.status(NAME).databases())
                .extracting(ClusterStatus.Database::name)
                .contains("neo4j", "sales", "system");
        assertThat(LocalClusters.open(home, Progress.SILENT).status(NAME).databases())
                .as("without a login")
                .isEmpty();
    }
}
