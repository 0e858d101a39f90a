package dev.muster.clustertests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.neo4j.driver.Record;
import org.neo4j.driver.Session;
import org.neo4j.driver.SessionConfig;

/**
 * Files of a server that were damaged while it was down. One cluster for all tests; each has a server and a database of its
 * own to damage, so their order does not matter.
 */
@MusterCluster(
        databases = {"torn", "logged", "stored"},
        processes = true)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DamagedFilesIT {
    private static final List<String> DATABASES = List.of("logged", "neo4j", "stored", "system", "torn");

    private Cluster cluster;

    @BeforeAll
    void keep(Cluster started) {
        cluster = started;
    }

    @Test
    void aTornTailOfTheLogIsCutOffAndReportedAndTheServerJoinsAgain() throws IOException {
        write("torn", "before");
        cluster.kill("server01");
        write("torn", "while it was down");
        Path segment = newestSegment("server01");
        appendHalfARecord(segment);

        assertThat(cluster.restart("server01")).isEmpty();

        assertThat(consoleLog("server01"))
                .containsPattern(
                        "the write-ahead log was repaired: cut \\d+ bytes of an unfinished write off the end of "
                                + segment.getFileName());
        assertThat(statuses("server01").get("torn")).isEqualTo("online");
        write("torn", "after");
        Copies.equalOnAll(cluster, "torn");
        assertThat(notes("server01", "torn")).containsExactly("after", "before", "while it was down");
    }

    @Test
    void aLogDamagedBeforeItsEndMakesOnlyTheDatabaseDirtyWhoseRecordItHit() throws IOException {
        write("logged", "this record will be damaged");
        for (int i = 0; i < 3; i++) {
            write("logged", "later " + i);
        }
        cluster.kill("server02");
        flipByteOf("this record will be damaged", segments("server02"));

        Map<String, String> dirty = cluster.restart("server02");

        assertThat(dirty).containsOnlyKeys("logged");
        assertThat(dirty.get("logged"))
                .startsWith("the Raft log is damaged before its end: record of kind ENTRY at index ")
                .contains("fails its checksum");
        assertOnlyDirty("server02", "logged", dirty.get("logged"));
        write("logged", "the other two go on");
    }

    @Test
    void aDamagedStoreMakesOnlyItsDatabaseDirty() throws IOException {
        write("stored", "in the store");
        cluster.stop("server03");
        overwriteWithNoise(cluster.home("server03").resolve("data/databases/stored/muster.store"));

        Map<String, String> dirty = cluster.restart("server03");

        assertThat(dirty).containsOnlyKeys("stored");
        assertThat(dirty.get("stored")).contains("muster.store is damaged");
        assertOnlyDirty("server03", "stored", dirty.get("stored"));
        write("stored", "the other two go on");
    }

    /** The server says so itself, with the reason, and all its other databases are online, take writes and receive them. */
    private void assertOnlyDirty(String server, String database, String reason) {
        for (String each : DATABASES) {
            assertThat(statuses(server).get(each)).as(each).isEqualTo(each.equals(database) ? "dirty" : "online");
        }
        Record row = rowsOf(server).stream()
                .filter(each -> each.get("name").asString().equals(database))
                .findFirst()
                .orElseThrow();
        assertThat(row.get("statusMessage").asString()).isEqualTo(reason);
        String note = "written while " + database + " was dirty on " + server;
        write("neo4j", note);
        Awaitility.await("the write on " + server)
                .until(() -> notes(server, "neo4j").contains(note));
    }

    private void write(String database, String note) {
        try (Session session = cluster.driver().session(SessionConfig.forDatabase(database))) {
            session.executeWriteWithoutResult(tx ->
                    tx.run("CREATE (:Note {text: $text})", Map.of("text", note)).consume());
        }
    }

    private List<String> notes(String server, String database) {
        return Copies.read(cluster, server, database, "MATCH (n:Note) RETURN n.text AS text ORDER BY text").stream()
                .map(row -> row.get("text").asString())
                .toList();
    }

    /** What SHOW DATABASES on the server says of its own copies. */
    private List<Record> rowsOf(String server) {
        String address = cluster.uri(server).substring("bolt://".length());
        return Copies.read(cluster, server, "system", "SHOW DATABASES").stream()
                .filter(row -> row.get("address").asString().equals(address))
                .toList();
    }

    private Map<String, String> statuses(String server) {
        Map<String, String> statuses = new TreeMap<>();
        rowsOf(server)
                .forEach(row -> statuses.put(
                        row.get("name").asString(), row.get("currentStatus").asString()));
        return statuses;
    }

    private String consoleLog(String server) throws IOException {
        return Files.readString(cluster.home(server).resolve("logs/console.log"));
    }

    // ---------------------------------------------------------------- damage

    private List<Path> segments(String server) throws IOException {
        try (Stream<Path> files = Files.list(cluster.home(server).resolve("data/cluster-state"))) {
            return files.filter(file -> file.getFileName().toString().matches("raft-\\d+\\.wal"))
                    .sorted()
                    .toList();
        }
    }

    private Path newestSegment(String server) throws IOException {
        List<Path> segments = segments(server);
        return segments.get(segments.size() - 1);
    }

    /** Behind the last record, which may end with zeros itself, as if a write had stopped in its middle. */
    private static void appendHalfARecord(Path segment) throws IOException {
        byte[] bytes = Files.readAllBytes(segment);
        int end = bytes.length;
        while (bytes[end - 1] == 0) {
            end--;
        }
        Arrays.fill(bytes, end + 64, end + 64 + 200, (byte) 0x4D);
        Files.write(segment, bytes);
    }

    private static void flipByteOf(String text, List<Path> segments) throws IOException {
        for (Path segment : segments) {
            byte[] bytes = Files.readAllBytes(segment);
            int at = new String(bytes, StandardCharsets.ISO_8859_1).indexOf(text);
            if (at >= 0) {
                bytes[at] ^= 1;
                Files.write(segment, bytes);
                return;
            }
        }
        throw new AssertionError("'" + text + "' is in none of " + segments);
    }

    private static void overwriteWithNoise(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] ^= (byte) (i * 31 + 7);
        }
        Files.write(file, bytes);
    }
}
