package dev.muster.node.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.bolt.Authenticator.Login;
import dev.muster.bolt.BoltFailure;
import dev.muster.catalog.security.PasswordHashing;
import dev.muster.catalog.security.Security;
import dev.muster.catalog.security.User;
import dev.muster.runtime.World;
import dev.muster.runtime.sim.Simulation;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who is let in, and what is written down about it. Two servers: one that is asked, and the leader, which may know more. */
class LoginsTest {
    private static final Path LOG = Path.of("/logs/security.log");

    private final Simulation simulation = new Simulation(1);
    private final World world = simulation.server("s1").world();
    private final Map<String, User> here = new TreeMap<>();
    private final Map<String, User> atLeader = new TreeMap<>();
    private boolean leaderAnswers = true;
    private int leaderAsked;
    /** What happens on other connections while the next guess is looked at. */
    private Runnable meanwhile = () -> {};

    private final Logins logins = new Logins(
            new Logins.Source() {
                @Override
                public Security known() {
                    Runnable now = meanwhile;
                    meanwhile = () -> {};
                    now.run();
                    return new Security(new TreeMap<>(here), new TreeMap<>());
                }

                @Override
                public Security confirmed() {
                    leaderAsked++;
                    if (!leaderAnswers) {
                        throw new BoltFailure("Neo.ClientError.Cluster.NotALeader", "nobody leads");
                    }
                    return new Security(new TreeMap<>(atLeader), new TreeMap<>());
                }
            },
            world.clock(),
            world.random(),
            new Logins.Limits(3, 5_000),
            new SecurityLog(
                    world.disk(),
                    world.clock(),
                    world.scheduler().newLane("security-log"),
                    LOG,
                    new SecurityLog.Limits(100_000, 2, true)));

    private static User user(String name, String credentials, boolean changeRequired, boolean suspended) {
        return new User(name, credentials, changeRequired, suspended, null, new TreeSet<>());
    }

    private void everywhere(User user) {
        here.put(user.name(), user);
        atLeader.put(user.name(), user);
    }

    private static String hash(String password) {
        return new PasswordHashing(1, 4, () -> 0L).credentials(password);
    }

    private Login logIn(String name, String password) {
        return logins.authenticate(Map.of("scheme", "basic", "principal", name, "credentials", password));
    }

    private void refused(String name, String password) {
        assertThatThrownBy(() -> logIn(name, password))
                .hasMessage("The client is unauthorized due to authentication failure.")
                .isInstanceOfSatisfying(
                        BoltFailure.class,
                        failure -> assertThat(failure.code()).isEqualTo("Neo.ClientError.Security.Unauthorized"));
    }

    private List<String> log() throws Exception {
        simulation.runFor(Duration.ofSeconds(1));
        return new String(world.disk().readAll(LOG), StandardCharsets.UTF_8)
                .lines()
                .map(line -> line.replaceFirst("^\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d\\.\\d{3}\\+0000 ", ""))
                .toList();
    }

    @Test
    void theRightPasswordLetsInAndAWrongOneDoesNot() throws Exception {
        everywhere(user("ann", hash("s3cret"), false, false));
        everywhere(user("bob", hash("s3cret"), true, false));
        everywhere(user("eve", hash("s3cret"), false, true));
        assertThat(logIn("ann", "s3cret")).isEqualTo(new Login("ann", false));
        assertThat(logIn("ann", "s3cret")).as("again, from what is remembered").isEqualTo(new Login("ann", false));
        assertThat(logIn("bob", "s3cret")).isEqualTo(new Login("bob", true));
        refused("ann", "s3cre");
        refused("Ann", "s3cret");
        refused("nobody\nINFO [ann]: x", "s3cret");
        refused("eve", "s3cret");
        assertThat(log())
                .containsExactly(
                        "INFO  [ann]: logged in",
                        "INFO  [ann]: logged in",
                        "INFO  [bob]: logged in (password change required)",
                        "ERROR [ann]: failed to log in: invalid principal or credentials",
                        "ERROR [Ann]: failed to log in: invalid principal or credentials",
                        "ERROR [nobody INFO [ann]: x]: failed to log in: invalid principal or credentials",
                        "ERROR [eve]: failed to log in: user is suspended");
    }

    @Test
    void whatIsRememberedOfAPasswordEndsWithIt() {
        everywhere(user("ann", hash("s3cret"), false, false));
        logIn("ann", "s3cret");
        everywhere(user("ann", hash("another"), false, false));
        refused("ann", "s3cret");
        assertThat(logIn("ann", "another").user()).isEqualTo("ann");
    }

    @Test
    void aUserWhomOnlyTheLeaderKnowsYetIsLetInAndOneWhoIsKnownAsksNobody() {
        atLeader.put("new", user("new", hash("s3cret"), false, false));
        everywhere(user("ann", hash("s3cret"), false, false));
        assertThat(logIn("ann", "s3cret").user()).isEqualTo("ann");
        assertThat(leaderAsked).isZero();
        assertThat(logIn("new", "s3cret").user()).isEqualTo("new");
        leaderAnswers = false;
        assertThat(logIn("ann", "s3cret").user()).isEqualTo("ann");
        refused("new", "s3cret");
    }

    @Test
    void aPasswordThatEverybodyKnowsCountsOnlyIfTheLeaderSaysThatItIsStillTheOne() {
        everywhere(user("neo4j", "well-known", true, false));
        assertThat(logIn("neo4j", "neo4j")).isEqualTo(new Login("neo4j", true));
        atLeader.put("neo4j", user("neo4j", hash("s3cret"), false, false));
        refused("neo4j", "neo4j");
        leaderAnswers = false;
        assertThatThrownBy(() -> logIn("neo4j", "neo4j")).hasMessage("nobody leads");
    }

    @Test
    void guessesOnSeveralConnectionsAtOnceCountTogether() {
        everywhere(user("ann", hash("s3cret"), false, false));
        meanwhile = () -> {
            for (String guess : List.of("a", "b", "c")) {
                refused("ann", guess);
            }
        };

        assertThatThrownBy(() -> logIn("ann", "s3cret"))
                .isInstanceOfSatisfying(
                        BoltFailure.class,
                        failure -> assertThat(failure.code())
                                .isEqualTo("Neo.ClientError.Security.AuthenticationRateLimit"));

        simulation.runFor(Duration.ofSeconds(6));
        assertThat(logIn("ann", "s3cret")).isEqualTo(new Login("ann", false));
    }

    @Test
    void afterThreeWrongPasswordsTheNameIsLockedForAWhileAlsoForTheRightOne() throws Exception {
        everywhere(user("ann", hash("s3cret"), false, false));
        everywhere(user("bob", hash("s3cret"), false, false));
        for (int i = 0; i < 3; i++) {
            refused("ann", "guess" + i);
        }
        assertThatThrownBy(() -> logIn("ann", "s3cret"))
                .hasMessage("The client has provided incorrect authentication details too many times in a row.")
                .isInstanceOfSatisfying(
                        BoltFailure.class,
                        failure -> assertThat(failure.code())
                                .isEqualTo("Neo.ClientError.Security.AuthenticationRateLimit"));
        assertThat(logIn("bob", "s3cret").user()).isEqualTo("bob");
        assertThat(log()).contains("ERROR [ann]: failed to log in: too many failed attempts");
        simulation.runFor(Duration.ofSeconds(5));
        assertThat(logIn("ann", "s3cret").user()).isEqualTo("ann");
        refused("ann", "guess");
        assertThat(logIn("ann", "s3cret").user())
                .as("one wrong password locks nothing")
                .isEqualTo("ann");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "none   | - | - | Unsupported authentication token, scheme 'none' is not supported while authentication is on. Log in",
                "bearer | - | x | Unsupported authentication token, scheme 'bearer' is not supported. Log in",
                "-      | a | x | Unsupported authentication token, missing key `scheme`. Log in",
                "basic  | - | x | Unsupported authentication token, missing key `principal`. Log in",
                "basic  | a | - | Unsupported authentication token, missing key `credentials`. Log in"
            })
    void otherTokensAreRefused(String scheme, String principal, String credentials, String text) {
        Map<String, Object> token = new HashMap<>();
        token.put("scheme", scheme);
        token.put("principal", principal);
        token.put("credentials", credentials);
        assertThatThrownBy(() -> logins.authenticate(token)).hasMessageStartingWith(text);
    }
}
