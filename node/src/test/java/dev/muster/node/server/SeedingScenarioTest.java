package dev.muster.node.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.backup.artifact.Artifact;
import dev.muster.backup.artifact.Chains;
import dev.muster.backup.artifact.EncryptionKey;
import dev.muster.backup.online.Backup;
import dev.muster.backup.online.BackupRequest;
import dev.muster.backup.online.BackupType;
import dev.muster.catalog.DatabaseReport.CurrentStatus;
import dev.muster.node.hosting.HostedDatabase;
import dev.muster.runtime.SocketAddress;
import dev.muster.runtime.sim.SimulatedDisk;
import dev.muster.runtime.sim.SimulatedServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Databases that begin with the contents of an artifact, on whole servers in one simulation. */
class SeedingScenarioTest {
    private static final Path FOLDER = Path.of("/backups");
    private static final String COUNT = "MATCH (n:Order) RETURN count(n)";
    private static final String SEED = "CREATE DATABASE %s OPTIONS {existingData: 'use', seedURI: '%s'} %s";
    private static final String UNTIL =
            "CREATE DATABASE %s OPTIONS {existingData: 'use', seedURI: 'file:///backups', %s} WAIT";
    private static final String KEY = "0123456789abcdef".repeat(4);
    private static final Duration LIMIT = Duration.ofMinutes(5);

    private SimulatedServers cluster;

    @Test
    void everyMemberHasWhatTheChainHolds() throws IOException {
        begin(71, 3, "");
        orders(1, 20);
        backUp(BackupType.FULL);
        orders(21, 30);
        backUp(BackupType.DIFF);
        orders(31, 40);

        List<List<Object>> rows = cluster.write("system", SEED.formatted("again", "file:///backups", "WAIT"));

        assertThat(states(rows)).containsExactly("CaughtUp");
        for (String server : cluster.running()) {
            assertThat(cluster.read(server, "again", COUNT)).as(server).isEqualTo(List.of(List.of(30L)));
        }
        cluster.write("again", "CREATE (:Order)");
        assertThat(cluster.write("again", COUNT)).isEqualTo(List.of(List.of(31L)));
        assertThat(cluster.write("sales", COUNT)).as("the original").isEqualTo(List.of(List.of(40L)));
    }

    @Test
    void aSeedThatIsNotThereIsSaidByShowDatabasesAndByWait() throws IOException {
        begin(72, 3, "");
        String reason = "cannot be seeded from 'file:///backups/none.backup': there is no artifact in"
                + " '/backups/none.backup': it does not exist";

        List<List<Object>> rows =
                cluster.write("system", SEED.formatted("again", "file:///backups/none.backup", "WAIT"));

        assertThat(states(rows)).contains("Failed");
        assertThat(rows)
                .filteredOn(row -> row.get(1).equals("Failed"))
                .first()
                .satisfies(row -> assertThat(row).element(2).asString().contains(reason));
        assertThat(rows).allSatisfy(row -> assertThat(row.get(3)).isEqualTo(false));
        assertThat(cluster.write("system", "SHOW DATABASE again YIELD statusMessage"))
                .anySatisfy(row -> assertThat(row.get(0)).asString().contains(reason));
    }

    @Test
    void aDamagedSeedIsRefusedAndTheDatabaseComesOnceItIsMended() throws IOException {
        begin(73, 3, "");
        orders(1, 20);
        backUp(BackupType.FULL);
        flipOneBit();

        cluster.write("system", SEED.formatted("again", "file:///backups", "WAIT"));
        assertThat(cluster.write("system", "SHOW DATABASE again YIELD statusMessage"))
                .anySatisfy(row -> assertThat(row.get(0)).asString().contains("is damaged at byte"));

        flipOneBit();
        cluster.write("system", "START DATABASE again");
        cluster.eventually(() -> online("again") == 3);
        assertThat(cluster.write("again", COUNT)).isEqualTo(List.of(List.of(20L)));
    }

    @Test
    void theSeedIsNotReadAgainWhenServersStartAnew() throws IOException {
        begin(74, 1, "");
        orders(1, 20);
        backUp(BackupType.FULL);
        cluster.write("system", SEED.formatted("again", "file:///backups", "WAIT"));
        cluster.write("again", "CREATE (:Order)");
        cluster.simulation.server("s1").disk().deleteTree(FOLDER);

        cluster.cutPower("s1");
        cluster.start("s1");

        cluster.eventually(() -> online("again") == 1);
        assertThat(cluster.write("again", COUNT)).isEqualTo(List.of(List.of(21L)));
    }

    @Test
    void aServerThatMayNotReadFilesSaysSo() throws IOException {
        begin(75, 1, "dbms.databases.seed_from_uri_providers=CloudSeedProvider\n");

        List<List<Object>> rows = cluster.write("system", SEED.formatted("again", "file:///backups", "WAIT"));

        assertThat(rows.get(0).get(2))
                .asString()
                .contains("FileSeedProvider is not among dbms.databases.seed_from_uri_providers of this server");
    }

    @Test
    void aDatabaseThatCannotBeSeededCanBeDropped() throws IOException {
        begin(76, 3, "");
        cluster.write("system", SEED.formatted("again", "file:///backups/none.backup", "WAIT"));

        cluster.write("system", "DROP DATABASE again WAIT");
        cluster.write("system", "CREATE DATABASE again WAIT");

        cluster.eventually(() -> online("again") == 3);
        assertThat(cluster.write("again", COUNT)).isEqualTo(List.of(List.of(0L)));
    }

    @Test
    void theSeedIsTakenUpToATransactionOrAMoment() throws IOException {
        begin(77, 1, "");
        orders(1, 20);
        backUp(BackupType.FULL);
        orders(21, 30);
        cluster.simulation.runFor(Duration.ofSeconds(2));
        Instant moment = Instant.ofEpochMilli(
                cluster.simulation.server("s1").world().clock().wallMillis());
        cluster.simulation.runFor(Duration.ofSeconds(2));
        orders(31, 40);
        backUp(BackupType.DIFF);
        long last = newest().highest();

        seedUntil("one", "datetime('" + moment + "')");
        assertThat(cluster.write("one", COUNT)).isEqualTo(List.of(List.of(30L)));
        seedUntil("two", "datetime('" + moment.atOffset(ZoneOffset.ofHours(3)) + "')");
        assertThat(cluster.write("two", COUNT)).as("the same moment elsewhere").isEqualTo(List.of(List.of(30L)));
        seedUntil("three", "" + last);
        assertThat(cluster.write("three", COUNT)).as("without that one").isEqualTo(List.of(List.of(30L)));
        seedUntil("four", "" + (last + 1));
        assertThat(cluster.write("four", COUNT)).isEqualTo(List.of(List.of(40L)));
        assertThat(seedUntil("five", "" + (last + 2)).get(0).get(2))
                .asString()
                .contains(
                        "seedRestoreUntil: " + (last + 2) + " is not covered: the chain ends with transaction " + last);
    }

    @Test
    void anEncryptedSeedIsOpenedWithTheKeyThatTheServerHas() throws IOException {
        begin(78, 1, "muster.backup.seed_key_files=conf/other.key,conf/backup.key\n");
        orders(1, 20);
        backUp(BackupType.FULL, EncryptionKey.parse(KEY));
        SimulatedDisk disk = cluster.simulation.server("s1").disk();
        Path conf = cluster.config("s1").directories().home().resolve("conf");
        String encrypted = "artifact '" + newest().file() + "' ";

        assertThat(seed("one"))
                .contains("the encryption key cannot be used: there is no file '" + conf + "/other.key'");
        disk.createDirectories(conf);
        disk.replace(conf.resolve("other.key"), "no key".getBytes(UTF_8));
        assertThat(seed("two"))
                .contains("the encryption key cannot be used: in '" + conf + "/other.key' there are 6 char");
        disk.replace(conf.resolve("other.key"), "f".repeat(64).getBytes(UTF_8));
        disk.replace(conf.resolve("backup.key"), "e".repeat(64).getBytes(UTF_8));
        assertThat(seed("three"))
                .contains(encrypted + "was made with key "
                        + EncryptionKey.parse(KEY).id());
        disk.replace(conf.resolve("backup.key"), KEY.getBytes(UTF_8));
        seed("four");
        assertThat(cluster.write("four", COUNT)).isEqualTo(List.of(List.of(20L)));
    }

    @Test
    void anEncryptedSeedIsRefusedByAServerWithoutAKey() throws IOException {
        begin(79, 1, "");
        orders(1, 20);
        backUp(BackupType.FULL, EncryptionKey.parse(KEY));

        assertThat(seed("again"))
                .contains("is encrypted with key " + EncryptionKey.parse(KEY).id() + ", and no key was given");
    }

    @Test
    void oneDatabaseOfAFolderWithSeveralIsChosenByItsName() throws IOException {
        begin(80, 1, "");
        orders(1, 20);
        backUp(BackupType.FULL);
        backUp("neo4j", BackupType.FULL, null);

        assertThat(seed("one")).contains("'/backups' holds artifacts of several databases (neo4j, sales)");
        cluster.write("system", UNTIL.formatted("two", "seedSourceDatabase: 'Sales'"));
        assertThat(cluster.write("two", COUNT)).isEqualTo(List.of(List.of(20L)));
    }

    @Test
    void aDatabaseThatMayOnlyBeReadIsBackedUpToo() throws IOException {
        begin(81, 1, "");
        orders(1, 20);
        cluster.write("system", "ALTER DATABASE sales SET ACCESS READ ONLY WAIT");

        backUp(BackupType.FULL);

        seed("again");
        assertThat(cluster.write("again", COUNT)).isEqualTo(List.of(List.of(20L)));
    }

    private List<List<Object>> seedUntil(String name, String until) {
        return cluster.write("system", UNTIL.formatted(name, "seedRestoreUntil: " + until));
    }

    /** What is said of a database that is seeded from the folder. */
    private String seed(String name) {
        return cluster.write("system", SEED.formatted(name, "file:///backups", "WAIT"))
                .get(0)
                .get(2)
                .toString();
    }

    /** On the first server. */
    private Artifact newest() throws IOException {
        return Chains.read(cluster.simulation.server("s1").disk(), FOLDER)
                .newestFirst()
                .get(0);
    }

    private void begin(long seed, int servers, String settings) throws IOException {
        cluster = new SimulatedServers(seed, servers, (name, parts) -> parts, settings);
        cluster.awaitReady();
        for (String server : cluster.running()) {
            cluster.simulation.server(server).disk().createDirectories(FOLDER);
        }
        cluster.write("system", "CREATE DATABASE sales WAIT");
    }

    private void orders(int first, int last) {
        cluster.write("sales", "UNWIND range(" + first + ", " + last + ") AS number CREATE (:Order {number: number})");
    }

    /** Into the folder of every server, since any of them may be the one that makes the store. */
    private void backUp(BackupType type) {
        backUp(type, null);
    }

    private void backUp(BackupType type, EncryptionKey key) {
        backUp("sales", type, key);
    }

    private void backUp(String database, BackupType type, EncryptionKey key) {
        cluster.simulation.runFor(Duration.ofSeconds(2));
        for (String name : cluster.running()) {
            SimulatedServer server = cluster.simulation.server(name);
            BackupRequest request = BackupRequest.of(
                            List.of(database), List.of(new SocketAddress(name, 6362)), FOLDER, ZoneOffset.UTC)
                    .withType(type)
                    .withKey(key);
            Backup backup = Backup.start(request, server.world(), (level, text) -> {});
            Artifact artifact = cluster.simulation
                    .join(backup.report(), LIMIT)
                    .databases()
                    .get(0)
                    .artifact();
            assertThat(artifact).as(name).isNotNull();
        }
    }

    /** In the artifact of each server; the second time it is as before. */
    private void flipOneBit() throws IOException {
        for (String server : cluster.running()) {
            SimulatedDisk disk = cluster.simulation.server(server).disk();
            for (String name : disk.list(FOLDER)) {
                if (name.endsWith(".backup")) {
                    disk.corrupt(FOLDER.resolve(name), 700);
                }
            }
        }
    }

    private long online(String database) {
        return cluster.running().stream()
                .map(server -> cluster.server(server).databases().byName(database))
                .filter(copy -> copy != null && copy.status() == CurrentStatus.ONLINE)
                .map(HostedDatabase::name)
                .count();
    }

    private static Set<Object> states(List<List<Object>> rows) {
        return rows.stream().map(row -> row.get(1)).collect(Collectors.toSet());
    }
}
