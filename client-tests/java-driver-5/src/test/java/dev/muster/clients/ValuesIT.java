package dev.muster.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.clustertests.Cluster;
import dev.muster.clustertests.MusterCluster;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.neo4j.driver.Driver;
import org.neo4j.driver.Record;
import org.neo4j.driver.Session;
import org.neo4j.driver.Values;
import org.neo4j.driver.types.Node;
import org.neo4j.driver.types.Path;
import org.neo4j.driver.types.Relationship;

/** Every kind of value goes to the server and into the graph, and comes back as it went. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@MusterCluster(primaries = 1)
@Timeout(60)
class ValuesIT {
    private final Driver driver;

    ValuesIT(Cluster cluster) {
        this.driver = Client.connect(cluster.uri());
    }

    @AfterAll
    void disconnect() {
        driver.close();
    }

    static List<Object> storable() {
        LocalDateTime time = LocalDateTime.of(2024, 1, 2, 3, 4, 5, 6_000);
        return List.of(
                true,
                0L,
                -17L,
                128L,
                40_000L,
                Long.MAX_VALUE,
                Long.MIN_VALUE,
                1.5,
                Double.MIN_VALUE,
                Double.POSITIVE_INFINITY,
                "",
                "é 漢 😀",
                "x".repeat(100_000),
                LocalDate.of(1969, 12, 31),
                LocalTime.of(23, 59, 59, 999_999_999),
                OffsetTime.of(LocalTime.NOON, ZoneOffset.ofHoursMinutes(-5, -30)),
                time,
                time.atZone(ZoneOffset.ofHours(2)),
                time.atZone(ZoneId.of("Europe/Stockholm")),
                LocalDateTime.of(1900, 1, 1, 0, 0, 0, 1).atZone(ZoneOffset.ofTotalSeconds(3_601)),
                Values.isoDuration(1, -2, 3, 4).asIsoDuration(),
                Values.point(7203, 1, -2).asPoint(),
                Values.point(9157, 1, 2, 3).asPoint(),
                Values.point(4326, 12.5, 55.7).asPoint(),
                Values.point(4979, 12.5, 55.7, 100).asPoint(),
                List.of(1L, 2L),
                List.of("a", "b"),
                List.of(LocalDate.of(2024, 2, 29)));
    }

    @ParameterizedTest
    @MethodSource("storable")
    void comesBackFromTheGraphAsItWent(Object value) {
        try (Session session = driver.session()) {
            DriverGeneration.write(
                    session,
                    tx -> tx.run("CREATE (:Kept {value: $value})", Map.of("value", value))
                            .consume());
            Record row = DriverGeneration.write(
                    session,
                    tx -> tx.run(
                                    "MATCH (n:Kept) WITH n, n.value AS value DETACH DELETE n RETURN value, $value",
                                    Map.of("value", value))
                            .single());
            assertSame(row.get(0).asObject(), value);
            assertSame(row.get(1).asObject(), value);
        }
    }

    private static void assertSame(Object back, Object value) {
        if (value instanceof ZonedDateTime zoned) {
            assertThat(back).isInstanceOf(ZonedDateTime.class);
            assertThat(((ZonedDateTime) back).toInstant()).isEqualTo(zoned.toInstant());
            assertThat(((ZonedDateTime) back).getZone()).isEqualTo(zoned.getZone());
        } else {
            assertThat(back).isEqualTo(value);
        }
    }

    /** The server has the right one; what 4.4 makes of it when it comes back is that driver's (docs/clients.md). */
    @Test
    void theHourThatComesTwiceArrivesAsTheOneMeant() {
        ZonedDateTime first = LocalDateTime.of(2024, 10, 27, 2, 30).atZone(ZoneId.of("Europe/Stockholm"));
        try (Session session = driver.session()) {
            for (ZonedDateTime time : List.of(first, first.withLaterOffsetAtOverlap())) {
                assertThat(session.run("RETURN $time.epochSeconds AS seconds", Map.of("time", time))
                                .single()
                                .get("seconds")
                                .asLong())
                        .isEqualTo(time.toEpochSecond());
            }
        }
    }

    @Test
    void bytesNullsMapsAndMixedListsComeBackAsTheyWent() {
        Map<String, Object> nested = new HashMap<>();
        nested.put("nothing", null);
        nested.put("list", new ArrayList<>(List.of(1L, "two", List.of(3.0), Map.of())));
        try (Session session = driver.session()) {
            Record row = session.run(
                            "RETURN $bytes AS bytes, $nested AS nested",
                            Map.of("bytes", new byte[] {1, 2, -3}, "nested", nested))
                    .single();
            assertThat(row.get("bytes").asByteArray()).containsExactly(1, 2, -3);
            assertThat(row.get("nested").asMap()).isEqualTo(nested);
        }
    }

    @Test
    void nodesRelationshipsAndPathsArriveWhole() {
        try (Session session = driver.session()) {
            Record row = DriverGeneration.write(
                    session,
                    tx -> tx.run(
                                    "CREATE p = (n:Person:Pilot {name: 'Ann'})-[r:FLIES {since: date('2020-01-02')}]->"
                                            + "(a:Plane)<-[:OWNS]-(:Company) RETURN p, n, r, a, "
                                            + DriverGeneration.ID_FUNCTION + " AS id",
                                    Map.of())
                            .single());
            Node person = row.get("n").asNode();
            assertThat(person.labels()).containsExactlyInAnyOrder("Person", "Pilot");
            assertThat(person.asMap()).isEqualTo(Map.of("name", "Ann"));
            assertThat(DriverGeneration.id(person)).isEqualTo(row.get("id").asString());
            Relationship flies = row.get("r").asRelationship();
            assertThat(flies.type()).isEqualTo("FLIES");
            assertThat(flies.asMap()).isEqualTo(Map.of("since", LocalDate.of(2020, 1, 2)));
            Path path = row.get("p").asPath();
            assertThat(path.length()).isEqualTo(2);
            assertThat(path.start()).isEqualTo(person);
            List<Path.Segment> segments = new ArrayList<>();
            path.forEach(segments::add);
            assertThat(segments.get(0).relationship()).isEqualTo(flies);
            assertThat(segments.get(1).relationship().type()).isEqualTo("OWNS");
            assertThat(segments.get(1).start()).isEqualTo(row.get("a").asNode());
            assertThat(segments.get(1).end().labels()).containsExactly("Company");
        }
    }

    @Test
    void aPathThroughTheSameNodeTwiceIsWalkedTheRightWay() {
        try (Session session = driver.session()) {
            DriverGeneration.write(
                    session,
                    tx -> tx.run("CREATE (a:Ring {n: 1})-[:TO]->(b:Ring {n: 2})-[:BACK]->(a)", Map.of())
                            .consume());
            Path path = session
                    .run("MATCH p = (:Ring {n: 1})-[:TO]->()-[:BACK]->()-[:BACK|TO]-(:Ring {n: 2}) "
                            + "RETURN p ORDER BY length(p) LIMIT 1")
                    .list(row -> row.get("p").asPath())
                    .stream()
                    .findFirst()
                    .orElse(null);
            assertThat(path)
                    .as("each relationship is used once only, so there is no such path")
                    .isNull();
            Path round = session.run("MATCH p = (:Ring {n: 1})-[:TO]->()-[:BACK]->(:Ring {n: 1}) RETURN p")
                    .single()
                    .get("p")
                    .asPath();
            assertThat(round.start()).isEqualTo(round.end());
            List<Long> visited = new ArrayList<>();
            round.nodes().forEach(node -> visited.add(node.get("n").asLong()));
            assertThat(visited).containsExactly(1L, 2L, 1L);
        }
    }
}
