package dev.muster.node.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.bolt.tls.TlsLevel;
import dev.muster.catalog.Vocabulary;
import dev.muster.runtime.SocketAddress;
import dev.muster.runtime.real.tls.TlsPolicy;
import dev.muster.runtime.real.tls.TlsPolicy.ClientCertificate;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ServerConfigTest {
    private static final Path HOME = Path.of("/srv/muster");
    private static final long HEAP = Runtime.getRuntime().maxMemory();

    @Test
    void settingsOfBothGenerationsForbidWritesAndNeverOfSystem() {
        for (String prefix : List.of("server", "dbms")) {
            ReadOnlyDatabases some = config(prefix + ".databases.read_only=Sales, archive")
                    .databases()
                    .readOnly();
            assertThat(List.of(some.contains("sales"), some.contains("archive"), some.contains("neo4j")))
                    .containsExactly(true, true, false);
            ReadOnlyDatabases most = config(prefix + ".databases.default_to_read_only=true\n" + prefix
                            + ".databases.writable=sales,neo4j\n" + prefix + ".databases.read_only=neo4j")
                    .databases()
                    .readOnly();
            assertThat(List.of(most.contains("sales"), most.contains("archive"), most.contains("neo4j")))
                    .containsExactly(false, true, true);
        }
        assertThat(config("dbms.read_only=true").databases().readOnly().contains("neo4j"))
                .isTrue();
    }

    @Test
    void withoutAnySettingItIsAServerOnItsOwnWithTheUsualPorts() {
        ServerConfig config = config("");

        assertThat(config.standalone()).isTrue();
        assertThat(config.founder()).isTrue();
        assertThat(config.serverId()).isEqualTo("server01");
        assertThat(config.vocabulary()).isEqualTo(Vocabulary.V5);
        assertThat(config.bolt().listen()).hasToString("localhost:7687");
        assertThat(config.backup().listen()).hasToString("127.0.0.1:6362");
        assertThat(config.cluster().listen().port()).isEqualTo(6000);
        assertThat(config.raft().listen().port()).isEqualTo(7000);
        assertThat(config.discovery().listen().port()).isEqualTo(5000);
        assertThat(config.http().listen().port()).isEqualTo(7474);
        assertThat(config.routing().listen().port()).isEqualTo(7688);
        assertThat(config.databases())
                .isEqualTo(new ServerConfig.Databases(
                        "neo4j", 100, null, false, new ReadOnlyDatabases(false, Set.of(), Set.of())));
        assertThat(config.authentication())
                .isEqualTo(new ServerConfig.Authentication(true, 8, 3, 5_000, true, 20_971_520, 7));
        assertThat(config.transactions())
                .isEqualTo(new ServerConfig.Transactions(
                        268_435_456, "2 days 2G", 0, 30_000, 300_000, true, true, 0, HEAP / 100 * 70));
        assertThat(config.raftTimes()).isEqualTo(new ServerConfig.RaftTimes(150, 600));
    }

    @Test
    void theMemoryOfTransactionsIsASizeOrAPartOfTheHeap() {
        assertThat(config("db.memory.transaction.max=64m\ndbms.memory.transaction.total.max=1g")
                        .transactions())
                .returns(64L << 20, ServerConfig.Transactions::memoryMax)
                .returns(1L << 30, ServerConfig.Transactions::memoryTotalMax);
        assertThat(config("dbms.memory.transaction.total.max=25%")
                        .transactions()
                        .memoryTotalMax())
                .isEqualTo(HEAP / 100 * 25);
        assertThatThrownBy(() -> config("dbms.memory.transaction.total.max=101%"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("a size (8m, 256MiB) or 1% to 100% of the heap");
    }

    @Test
    void directoriesLieBelowTheHomeUnlessAbsolute() {
        assertThat(config("").directories())
                .isEqualTo(new ServerConfig.Directories(
                        HOME,
                        HOME.resolve("data"),
                        HOME.resolve("data/transactions"),
                        HOME.resolve("logs"),
                        HOME.resolve("data/dumps"),
                        HOME.resolve("data/scripts"),
                        HOME.resolve("import")));
        ServerConfig.Directories moved = config("dbms.directories.data=/disk/d\nserver.directories.logs=../log\n"
                        + "server.directories.transaction.logs.root=/fast/tx")
                .directories();
        assertThat(moved.stores()).isEqualTo(Path.of("/disk/d/databases"));
        assertThat(moved.clusterState()).isEqualTo(Path.of("/disk/d/cluster-state"));
        assertThat(moved.logs()).isEqualTo(Path.of("/srv/log"));
        assertThat(moved.transactionLogs()).isEqualTo(Path.of("/fast/tx"));
    }

    @Test
    void addressesAreCompletedFromTheDefaultOnes() {
        ServerConfig config = config("""
                server.default_listen_address=0.0.0.0
                server.default_advertised_address=db1.example
                server.bolt.listen_address=:17687
                server.http.listen_address=10.0.0.1
                server.backup.listen_address=127.0.0.1:6362-6372
                server.cluster.raft.advertised_address=raft1.example
                server.discovery.listen_address=:0
                server.cluster.advertised_address=:16000
                """);

        assertThat(config.bolt().listen()).hasToString("0.0.0.0:17687");
        assertThat(config.bolt().advertised()).hasToString("db1.example:17687");
        assertThat(config.http().listen()).hasToString("10.0.0.1:7474");
        assertThat(config.backup().listen()).hasToString("127.0.0.1:6362");
        assertThat(config.raft().advertised()).hasToString("raft1.example:7000");
        assertThat(config.cluster().advertised()).hasToString("db1.example:16000");
        assertThat(config.discovery().advertised(new SocketAddress("0.0.0.0", 4711)))
                .hasToString("db1.example:4711");
        assertThat(config.bolt().advertised(new SocketAddress("0.0.0.0", 17687)))
                .hasToString("db1.example:17687");
    }

    @Test
    void theInitialMembersAreAlsoWhereToLook() {
        ServerConfig config = config("""
                muster.server.name=server02
                muster.cluster.initial_members=server01@127.0.0.1:5001, server02@127.0.0.1:5002
                dbms.cluster.discovery.endpoints=127.0.0.1:5002,other
                """);

        assertThat(config.initialMembers())
                .containsExactly(
                        new InitialMember("server01", new SocketAddress("127.0.0.1", 5001)),
                        new InitialMember("server02", new SocketAddress("127.0.0.1", 5002)));
        assertThat(config.discoveryEndpoints())
                .containsExactly(
                        new SocketAddress("127.0.0.1", 5001),
                        new SocketAddress("127.0.0.1", 5002),
                        new SocketAddress("other", 5000));
        assertThat(config.founder()).isTrue();
        assertThat(config.standalone()).isFalse();
    }

    @Test
    void aServerThatIsNotInTheListJoinsLater() {
        assertThat(config("muster.server.name=server03\nmuster.cluster.initial_members=server01@h:1")
                        .founder())
                .isFalse();
        assertThat(config("causal_clustering.initial_discovery_members=h:1").founder())
                .isFalse();
    }

    @Test
    void aTlsPolicyHasItsFilesBelowItsDirectory() {
        assertThat(config("").boltTls()).isEqualTo(new ServerConfig.BoltTls(TlsLevel.DISABLED, null));
        assertThat(config("dbms.ssl.policy.bolt.enabled=true\nserver.bolt.tls_level=required")
                        .boltTls())
                .isEqualTo(new ServerConfig.BoltTls(
                        TlsLevel.REQUIRED,
                        new TlsPolicy(
                                TlsPolicy.Purpose.BOLT,
                                HOME.resolve("certificates/bolt/private.key"),
                                HOME.resolve("certificates/bolt/public.crt"),
                                null,
                                ClientCertificate.OPTIONAL,
                                HOME.resolve("certificates/bolt/trusted"),
                                HOME.resolve("certificates/bolt/revoked"),
                                false,
                                true,
                                List.of("TLSv1.2", "TLSv1.3"),
                                List.of())));
        assertThat(config("""
                        dbms.ssl.policy.bolt.enabled=true
                        dbms.connector.bolt.tls_level=OPTIONAL
                        dbms.ssl.policy.bolt.base_directory=/keys
                        dbms.ssl.policy.bolt.private_key=/secret/one.key
                        dbms.ssl.policy.bolt.private_key_password=abc
                        dbms.ssl.policy.bolt.public_certificate=one.crt
                        dbms.ssl.policy.bolt.client_auth=REQUIRE
                        dbms.ssl.policy.bolt.trusted_dir=ca
                        dbms.ssl.policy.bolt.revoked_dir=/lists
                        dbms.ssl.policy.bolt.trust_all=true
                        dbms.ssl.policy.bolt.tls_versions=TLSv1.3
                        dbms.ssl.policy.bolt.ciphers=TLS_AES_128_GCM_SHA256
                        """).boltTls())
                .isEqualTo(new ServerConfig.BoltTls(
                        TlsLevel.OPTIONAL,
                        new TlsPolicy(
                                TlsPolicy.Purpose.BOLT,
                                Path.of("/secret/one.key"),
                                Path.of("/keys/one.crt"),
                                "abc",
                                ClientCertificate.REQUIRE,
                                Path.of("/keys/ca"),
                                Path.of("/lists"),
                                true,
                                true,
                                List.of("TLSv1.3"),
                                List.of("TLS_AES_128_GCM_SHA256"))));
    }

    @Test
    void backupsAndTheClusterHavePoliciesThatDemandCertificatesUnlessToldOtherwise() {
        assertThat(config("").backupSecurity()).isEqualTo(new BackupSecurity(null, null, null, false));
        BackupSecurity security = config("""
                        dbms.ssl.policy.backup.enabled=true
                        dbms.ssl.policy.cluster.enabled=true
                        dbms.ssl.policy.cluster.verify_hostname=false
                        dbms.ssl.policy.cluster.client_auth=NONE
                        muster.backup.token_file=conf/backup.token
                        muster.backup.allow_unauthenticated=true
                        """).backupSecurity();
        assertThat(security.backup())
                .isEqualTo(new TlsPolicy(
                        TlsPolicy.Purpose.BACKUP,
                        HOME.resolve("certificates/backup/private.key"),
                        HOME.resolve("certificates/backup/public.crt"),
                        null,
                        ClientCertificate.REQUIRE,
                        HOME.resolve("certificates/backup/trusted"),
                        HOME.resolve("certificates/backup/revoked"),
                        false,
                        true,
                        List.of("TLSv1.2", "TLSv1.3"),
                        List.of()));
        assertThat(security.backup().knowsClients()).isTrue();
        assertThat(security.cluster().purpose()).isEqualTo(TlsPolicy.Purpose.CLUSTER);
        assertThat(security.cluster().verifyHostname()).isFalse();
        assertThat(security.cluster().knowsClients()).isFalse();
        assertThat(security.tokenFile()).isEqualTo(HOME.resolve("conf/backup.token"));
        assertThat(security.unauthenticated()).isTrue();
    }

    @Test
    void aTlsPolicyIsReadStrictly() {
        assertThat(problem("server.bolt.tls_level=REQUIRED"))
                .startsWith("muster.conf:1: Bolt cannot be encrypted without a policy: set"
                        + " dbms.ssl.policy.bolt.enabled=true\n");
        assertThat(problem("dbms.ssl.policy.bolt.enabled=true"))
                .startsWith(
                        "muster.conf:1: there is a policy, and nothing would be encrypted: set server.bolt.tls_level"
                                + " to REQUIRED or OPTIONAL\n");
        assertThat(problem("dbms.ssl.policy.bolt.privat_key=a.key"))
                .startsWith("muster.conf:1: unknown setting 'dbms.ssl.policy.bolt.privat_key'; did you mean"
                        + " 'dbms.ssl.policy.bolt.private_key'?\n");
        assertThat(problem("dbms.ssl.policy.bolt.client_auth=MAYBE"))
                .startsWith("muster.conf:1: bad value 'MAYBE' for 'dbms.ssl.policy.bolt.client_auth': not one of NONE,"
                        + " OPTIONAL, REQUIRE");
        assertThat(problem("dbms.ssl.policy.https.enabled=true")).contains("not supported yet");
        assertThat(problem("dbms.ssl.policy.backup.client_authentication=REQUIRE"))
                .startsWith(
                        "muster.conf:1: unknown setting 'dbms.ssl.policy.backup.client_authentication'; did you mean"
                                + " 'dbms.ssl.policy.backup.client_auth'?\n");
        assertThat(config("dbms.ssl.policy.https.enabled=false").boltTls().level())
                .isEqualTo(TlsLevel.DISABLED);
    }

    @Test
    void whatDoesNotFitTogetherIsRefused() {
        assertThat(problem("muster.cluster.initial_members=a@h:1")).contains("set muster.server.name");
        assertThat(problem("muster.server.name=a\nmuster.cluster.initial_members=a@h:1,a@h:2"))
                .startsWith("muster.conf:2: two members have the name or the address of a@h:2\n");
        assertThat(problem("muster.server.name=a\nmuster.cluster.initial_members=a@h:1,b@h:1"))
                .contains("two members have the name or the address of b@h:1");
        assertThat(problem("muster.cluster.initial_members=a@h")).contains("member 'a@h' has no port");
        assertThat(problem("muster.cluster.initial_members=h:1")).contains("not a member written as name@host:port");
        assertThat(problem("muster.raft.heartbeat=400ms"))
                .startsWith("muster.conf:1: muster.raft.election_timeout (600ms) must be at least twice"
                        + " muster.raft.heartbeat (400ms)");
        assertThat(problem("initial.dbms.default_database=systemdb"))
                .startsWith(
                        "muster.conf:1: initial.dbms.default_database: Database name 'systemdb' is invalid, due to the"
                                + " prefix 'system'.");
    }

    private static ServerConfig config(String text) {
        return ServerConfig.of(HOME, List.of(ConfigFile.parse("muster.conf", text)));
    }

    private static String problem(String text) {
        try {
            config(text);
        } catch (ConfigException e) {
            return e.getMessage();
        }
        throw new AssertionError("no problem with: " + text);
    }
}
