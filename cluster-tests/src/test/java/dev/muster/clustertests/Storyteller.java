package dev.muster.clustertests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.clustertests.Story.Step;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.neo4j.driver.AuthTokens;
import org.neo4j.driver.BookmarkManagerConfig;
import org.neo4j.driver.BookmarkManagers;
import org.neo4j.driver.Config;
import org.neo4j.driver.Driver;
import org.neo4j.driver.GraphDatabase;
import org.neo4j.driver.Logging;
import org.neo4j.driver.Session;
import org.neo4j.driver.SessionConfig;
import org.neo4j.driver.exceptions.Neo4jException;

/**
 * Does what a {@link Story} says, by the official driver, and compares all that was told. What shows the state of databases is
 * asked by the routing driver and of each server by itself, until all of them tell what is expected.
 */
final class Storyteller implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    /** Once something was told that was not expected, what follows from it is not waited for so long. */
    private static final Duration IMPATIENCE = Duration.ofMillis(500);

    /** What the statements of any story may refer to. */
    private static final Map<String, Object> PARAMETERS = Map.of("name", "bar", "one", 1);

    private final Cluster cluster;
    private final Map<String, String> servers = new LinkedHashMap<>();
    private final Map<String, Driver> drivers = new LinkedHashMap<>();
    private boolean wrong;

    /** Where a statement is run. */
    private record Place(String name, Driver driver, SessionConfig session) {}

    Storyteller(Cluster cluster) {
        this.cluster = cluster;
        for (String server : cluster.servers()) {
            servers.put(cluster.uri(server).substring("bolt://".length()), server);
            drivers.put(
                    server,
                    GraphDatabase.driver(
                            cluster.uri(server),
                            AuthTokens.none(),
                            Config.builder().withLogging(Logging.none()).build()));
        }
    }

    /** Tells it whole; what was told is left in {@code target/stories} for comparison. */
    static void tell(String name, Cluster cluster, boolean old) throws IOException {
        Story story = Story.read(name, new Story.Shape(cluster.servers().size(), old));
        try (Storyteller teller = new Storyteller(cluster)) {
            List<Step> told = teller.tell(story);
            Path kept = Files.createDirectories(Path.of("target", "stories"))
                    .resolve(cluster.servers().size() + "-" + name);
            Files.writeString(kept, Story.text(told));
            assertThat(Story.text(told)).isEqualTo(Story.text(story.steps()));
        }
    }

    private List<Step> tell(Story story) {
        var bookmarks =
                BookmarkManagers.defaultManager(BookmarkManagerConfig.builder().build());
        List<Step> all = new ArrayList<>();
        for (Step step : story.steps()) {
            SessionConfig session = SessionConfig.builder()
                    .withDatabase(step.database())
                    .withBookmarkManager(bookmarks)
                    .build();
            List<Place> places = new ArrayList<>(List.of(new Place("neo4j://", cluster.driver(), session)));
            if (step.shows()) {
                drivers.forEach((server, driver) -> places.add(new Place(server, driver, session)));
            }
            List<String> told = step.told();
            for (Place place : places) {
                List<String> here = step.shows() ? inTheEnd(step, place) : told(step, place);
                if (!here.equals(step.told())) {
                    wrong = true;
                    told = here;
                    break;
                }
            }
            all.add(new Step(step.remarks(), step.database(), step.statement(), told));
        }
        return all;
    }

    private List<String> inTheEnd(Step step, Place place) {
        try {
            return Awaitility.await(step.statement())
                    .atMost(wrong ? IMPATIENCE : PATIENCE)
                    .pollInterval(Duration.ofMillis(50))
                    .until(() -> told(step, place), step.told()::equals);
        } catch (ConditionTimeoutException e) {
            return told(step, place);
        }
    }

    private List<String> told(Step step, Place place) {
        try (Session session = place.driver().session(place.session())) {
            return Told.of(session.run(step.statement(), PARAMETERS), servers);
        } catch (Neo4jException e) {
            return Told.of(e, servers);
        }
    }

    @Override
    public void close() {
        drivers.values().forEach(Driver::close);
    }
}
