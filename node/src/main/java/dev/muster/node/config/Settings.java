package dev.muster.node.config;

import dev.muster.bolt.tls.TlsLevel;
import dev.muster.catalog.Vocabulary;
import java.util.List;
import java.util.stream.Stream;

/** All settings that Muster honours, and nothing else: a key that is neither here nor in {@link ForeignSettings} is an error. */
public final class Settings {
    static final String SERVER_NAME_PATTERN = "[A-Za-z0-9][A-Za-z0-9._-]{0,62}";

    private static final ValueType<String> DIRECTORY = ValueType.TEXT;
    private static final String LISTEN_NOTE = "host of server.default_listen_address";
    private static final String ADVERTISED_NOTE = "server.default_advertised_address and the port listened on";

    public static final Setting<String> HOME = Setting.derived(
                    "server.directories.neo4j_home",
                    DIRECTORY,
                    "the directory above the one that holds muster.conf",
                    "The home directory; relative directories start here")
            .alsoCalled("dbms.directories.neo4j_home");
    public static final Setting<String> DATA = Setting.of(
                    "server.directories.data", DIRECTORY, "data", "Stores, logs and cluster state (below the home)")
            .alsoCalled("dbms.directories.data");
    public static final Setting<String> TRANSACTION_LOGS = Setting.of(
                    "server.directories.transaction.logs.root",
                    DIRECTORY,
                    "transactions",
                    "Transaction logs of all databases (below data)")
            .alsoCalled("dbms.directories.transaction.logs.root");
    public static final Setting<String> LOGS = Setting.of(
                    "server.directories.logs", DIRECTORY, "logs", "Log files (below the home)")
            .alsoCalled("dbms.directories.logs");
    public static final Setting<String> DUMPS = Setting.of(
                    "server.directories.dumps.root", DIRECTORY, "dumps", "Dumps (below data)")
            .alsoCalled("dbms.directories.dumps.root");
    public static final Setting<String> SCRIPTS = Setting.of(
                    "server.directories.script.root", DIRECTORY, "scripts", "Scripts that tools write (below data)")
            .alsoCalled("dbms.directories.script.root");

    public static final Setting<String> IMPORTS = Setting.of(
                    "server.directories.import", DIRECTORY, "import", "Files that LOAD CSV may read (below the home)")
            .alsoCalled("dbms.directories.import");

    public static final Setting<String> DEFAULT_LISTEN = Setting.of(
                    "server.default_listen_address",
                    ValueType.HOST,
                    "localhost",
                    "Host that listen addresses start from")
            .alsoCalled("dbms.default_listen_address", "dbms.connectors.default_listen_address");
    public static final Setting<String> DEFAULT_ADVERTISED = Setting.of(
                    "server.default_advertised_address",
                    ValueType.HOST,
                    "localhost",
                    "Host that others are told to reach this server at")
            .alsoCalled("dbms.default_advertised_address", "dbms.connectors.default_advertised_address");

    public static final Setting<Boolean> BOLT_ENABLED = Setting.of(
                    "server.bolt.enabled", ValueType.BOOLEAN, "true", "Whether clients can connect with Bolt")
            .alsoCalled("dbms.connector.bolt.enabled");
    public static final Setting<String> BOLT_LISTEN =
            listen("server.bolt", 7687, "Bolt clients connect here").alsoCalled("dbms.connector.bolt.listen_address");
    public static final Setting<String> BOLT_ADVERTISED =
            advertised("server.bolt").alsoCalled("dbms.connector.bolt.advertised_address");
    public static final Setting<TlsLevel> BOLT_TLS_LEVEL = Setting.of(
                    "server.bolt.tls_level",
                    ValueType.oneOf(List.of(TlsLevel.values()), TlsLevel::name),
                    "DISABLED",
                    "Whether Bolt connections may or must be encrypted; needs dbms.ssl.policy.bolt.enabled")
            .alsoCalled("dbms.connector.bolt.tls_level");
    public static final Setting<String> ROUTING_LISTEN = listen(
                    "server.routing", 7688, "Other servers hand clients' queries over here")
            .alsoCalled("dbms.routing.listen_address");
    public static final Setting<String> ROUTING_ADVERTISED =
            advertised("server.routing").alsoCalled("dbms.routing.advertised_address");
    public static final Setting<Boolean> ROUTING_ENABLED = Setting.of(
            "dbms.routing.enabled",
            ValueType.BOOLEAN,
            "true",
            "Whether a write may be given to a server that does not lead its database; it has the leader propose it");
    public static final Setting<Boolean> HTTP_ENABLED = Setting.of(
                    "server.http.enabled", ValueType.BOOLEAN, "true", "Whether health and metrics are served")
            .alsoCalled("dbms.connector.http.enabled");
    public static final Setting<String> HTTP_LISTEN =
            listen("server.http", 7474, "Health and metrics").alsoCalled("dbms.connector.http.listen_address");
    public static final Setting<String> HTTP_ADVERTISED =
            advertised("server.http").alsoCalled("dbms.connector.http.advertised_address");
    public static final Setting<Boolean> BACKUP_ENABLED = Setting.of(
                    "server.backup.enabled", ValueType.BOOLEAN, "true", "Whether backups are served on the backup port")
            .alsoCalled("dbms.backup.enabled", "online_backup_enabled");
    public static final Setting<String> BACKUP_LISTEN = Setting.of(
                    "server.backup.listen_address",
                    ValueType.ADDRESS_OR_RANGE,
                    "127.0.0.1:6362",
                    "Backup clients connect here; beyond loopback only under a TLS policy with certificates of clients, or with a token")
            .alsoCalled("dbms.backup.listen_address", "dbms.backup.address", "online_backup_server");
    public static final Setting<String> BACKUP_ADVERTISED = advertised("server.backup");
    public static final Setting<String> CLUSTER_LISTEN = listen(
                    "server.cluster", 6000, "Store copy, catch-up and backups between servers")
            .alsoCalled("causal_clustering.transaction_listen_address");
    public static final Setting<String> CLUSTER_ADVERTISED =
            advertised("server.cluster").alsoCalled("causal_clustering.transaction_advertised_address");
    public static final Setting<String> RAFT_LISTEN =
            listen("server.cluster.raft", 7000, "Raft messages").alsoCalled("causal_clustering.raft_listen_address");
    public static final Setting<String> RAFT_ADVERTISED =
            advertised("server.cluster.raft").alsoCalled("causal_clustering.raft_advertised_address");
    public static final Setting<String> DISCOVERY_LISTEN = listen(
                    "server.discovery", 5000, "Membership and status; never open it beyond the cluster")
            .alsoCalled("causal_clustering.discovery_listen_address");
    public static final Setting<String> DISCOVERY_ADVERTISED =
            advertised("server.discovery").alsoCalled("causal_clustering.discovery_advertised_address");
    public static final Setting<List<String>> DISCOVERY_ENDPOINTS = Setting.derived(
                    "dbms.cluster.endpoints",
                    ValueType.listOf(ValueType.ADDRESS),
                    "the addresses in muster.cluster.initial_members",
                    "Discovery addresses of servers to look for at start")
            .alsoCalled("dbms.cluster.discovery.endpoints", "causal_clustering.initial_discovery_members");

    public static final Setting<Integer> DEFAULT_PRIMARIES = Setting.derived(
            "initial.dbms.default_primaries_count",
            ValueType.integer(1, 11),
            "one on each server the cluster is born with",
            "Primaries of databases that are created without a TOPOLOGY; counts at the first start only");
    public static final Setting<Integer> DEFAULT_SECONDARIES = Setting.of(
            "initial.dbms.default_secondaries_count",
            ValueType.integer(0, 2),
            "0",
            "Secondaries of databases that are created without a TOPOLOGY; counts at the first start only");
    public static final Setting<Boolean> ENABLE_FREE_SERVERS = Setting.of(
            "initial.dbms.automatically_enable_free_servers",
            ValueType.BOOLEAN,
            "false",
            "Whether servers that join can host databases without ENABLE SERVER; of the server that leads system");
    public static final Setting<String> DEFAULT_DATABASE = Setting.of(
                    "initial.dbms.default_database",
                    ValueType.TEXT,
                    "neo4j",
                    "The default database; counts at the first start only")
            .alsoCalled("dbms.default_database");
    public static final Setting<Integer> MAX_DATABASES = Setting.of(
            "dbms.max_databases",
            ValueType.integer(2, Integer.MAX_VALUE),
            "100",
            "How many databases there may be, started or stopped, system included");
    public static final Setting<Boolean> READ_ONLY_BY_DEFAULT = Setting.of(
                    "server.databases.default_to_read_only",
                    ValueType.BOOLEAN,
                    "false",
                    "Whether this server refuses to write databases, but for server.databases.writable and system")
            .alsoCalled("dbms.databases.default_to_read_only", "dbms.read_only");
    public static final Setting<List<String>> READ_ONLY = Setting.of(
                    "server.databases.read_only",
                    ValueType.listOf(ValueType.DATABASE),
                    "",
                    "Databases that this server refuses to write, never system; stronger than server.databases.writable")
            .alsoCalled("dbms.databases.read_only");
    public static final Setting<List<String>> WRITABLE = Setting.of(
                    "server.databases.writable",
                    ValueType.listOf(ValueType.DATABASE),
                    "",
                    "Databases to which server.databases.default_to_read_only does not apply")
            .alsoCalled("dbms.databases.writable");
    public static final Setting<Boolean> AUTH_ENABLED = Setting.of(
            "dbms.security.auth_enabled", ValueType.BOOLEAN, "true", "Whether clients must say who they are");
    public static final Setting<Integer> PASSWORD_LENGTH = Setting.of(
            "dbms.security.auth_minimum_password_length",
            ValueType.integer(1, 1_000),
            "8",
            "How many characters a new password must have");
    public static final Setting<Integer> FAILED_LOGINS = Setting.of(
            "dbms.security.auth_max_failed_attempts",
            ValueType.integer(0, Integer.MAX_VALUE),
            "3",
            "Wrong passwords in a row after which nobody logs in under a name for a while; 0 is no limit");
    public static final Setting<Long> LOGIN_LOCK =
            Setting.of("dbms.security.auth_lock_time", ValueType.millis(0), "5s", "How long that while is");
    public static final Setting<Boolean> LOG_LOGINS = Setting.of(
            "dbms.security.log_successful_authentication",
            ValueType.BOOLEAN,
            "true",
            "Whether logs/security.log tells of logins that did not fail");
    public static final Setting<Long> SECURITY_LOG_SIZE = Setting.of(
            "dbms.logs.security.rotation.size",
            ValueType.bytes(1024),
            "20MiB",
            "Size at which logs/security.log begins its next file");
    public static final Setting<Integer> SECURITY_LOG_FILES = Setting.of(
            "dbms.logs.security.rotation.keep_number",
            ValueType.integer(0, 1_000),
            "7",
            "How many older files of logs/security.log are kept");

    public static final Setting<Long> TX_LOG_ROTATION = Setting.of(
                    "db.tx_log.rotation.size",
                    ValueType.bytes(128 * 1024),
                    "256MiB",
                    "Size at which a transaction log begins its next file")
            .alsoCalled("dbms.tx_log.rotation.size");
    public static final Setting<String> TX_LOG_RETENTION = Setting.of(
                    "db.tx_log.rotation.retention_policy",
                    ValueType.RETENTION_POLICY,
                    "2 days 2G",
                    "Which transaction logs are kept; decides how far back differential backups reach")
            .alsoCalled("dbms.tx_log.rotation.retention_policy", "keep_logical_logs");
    public static final Setting<Long> TRANSACTION_TIMEOUT = Setting.of(
                    "db.transaction.timeout",
                    ValueType.millis(0),
                    "0s",
                    "Longest time of a transaction; 0s is no limit")
            .alsoCalled("dbms.transaction.timeout");
    public static final Setting<Long> TRANSACTION_MEMORY = Setting.of(
                    "db.memory.transaction.max",
                    ValueType.bytes(0),
                    "0",
                    "Memory that the queries of one transaction may keep; 0 is no limit")
            .alsoCalled("dbms.memory.transaction.max_size");
    public static final Setting<Long> TRANSACTION_MEMORY_TOTAL = Setting.of(
                    "dbms.memory.transaction.total.max",
                    ValueType.bytesOrHeapPercent(),
                    "70%",
                    "Memory that the queries of all transactions may keep, also in percent of the heap; 0 is no limit")
            .alsoCalled("dbms.memory.transaction.global_max_size");
    public static final Setting<Boolean> IMPORTS_ALLOWED = Setting.of(
            "dbms.security.allow_csv_import_from_file_urls",
            ValueType.BOOLEAN,
            "true",
            "Whether LOAD CSV may read files of the import directory");
    public static final Setting<Long> BOOKMARK_TIMEOUT = Setting.of(
                    "db.transaction.bookmark_ready_timeout",
                    ValueType.millis(1),
                    "30s",
                    "How long a transaction waits for the state its bookmark names")
            .alsoCalled("dbms.transaction.bookmark_ready_timeout");
    public static final Setting<Long> ROUTING_TTL = Setting.of(
                    "dbms.routing_ttl", ValueType.millis(1_000), "5m", "How long clients may keep a routing table")
            .alsoCalled("causal_clustering.cluster_routing_ttl");

    public static final Setting<Vocabulary> VOCABULARY = Setting.of(
            "muster.vocabulary",
            ValueType.oneOf(List.of(Vocabulary.values()), Vocabulary::text),
            "5",
            "Whose generation's words SHOW DATABASES, roles and statuses use");
    public static final Setting<String> SERVER_NAME = Setting.of(
            "muster.server.name",
            new ValueType<>("letters, digits, '.', '_' and '-', at most 63", text -> {
                if (!text.matches(SERVER_NAME_PATTERN)) {
                    throw new IllegalArgumentException("not a server name");
                }
                return text;
            }),
            "server01",
            "This server's name, unique in the cluster and for ever the same; it is its identity");
    public static final Setting<List<InitialMember>> INITIAL_MEMBERS = Setting.of(
            "muster.cluster.initial_members",
            ValueType.listOf(new ValueType<>("name@host:port of its discovery", InitialMember::parse)),
            "",
            "The servers the cluster is born with; the same list, in the same order, on each of them. Empty: a single"
                    + " server");
    public static final Setting<ServerConfig.DiscoveryKind> DISCOVERY_KIND = Setting.of(
            "muster.discovery",
            ValueType.oneOf(List.of(ServerConfig.DiscoveryKind.values()), ServerConfig.DiscoveryKind::text),
            "atomix",
            "Who finds the other servers: the SWIM protocol, or a direct exchange with each");
    public static final Setting<Long> RAFT_HEARTBEAT =
            Setting.of("muster.raft.heartbeat", ValueType.millis(10), "150ms", "How often a leader shows itself");
    public static final Setting<Long> RAFT_ELECTION_TIMEOUT = Setting.of(
                    "muster.raft.election_timeout",
                    ValueType.millis(20),
                    "600ms",
                    "Silence after which another leader is elected; at least twice the heartbeat")
            .alsoCalled("causal_clustering.leader_election_timeout");
    public static final Setting<Integer> RAFT_SEGMENT_SIZE = Setting.of(
            "muster.raft.segment_size",
            ValueType.bytes(64 * 1024, 1024 * 1024 * 1024),
            "64MiB",
            "Size of the files of the Raft log; a database is checkpointed after so many bytes of entries");
    public static final Setting<Long> RAFT_MEMORY_LIMIT = Setting.derived(
            "muster.raft.memory_limit",
            ValueType.bytes(1024 * 1024),
            "a quarter of the largest heap",
            "Memory for entries of the Raft log, of all databases together; beyond half of it the databases with most are"
                    + " checkpointed, beyond all of it writes are refused");
    public static final Setting<Integer> LANES =
            Setting.of("muster.lanes", ValueType.integer(1, 64), "2", "Event loops that databases are spread over");

    public static final Setting<Boolean> FAULTS_ENABLED = Setting.of(
            "muster.faults.enabled",
            ValueType.BOOLEAN,
            "false",
            "Whether run/faults.json may break this server on purpose (muster fault); not for servers whose data matters");

    public static final Setting<Boolean> EVENTS = Setting.of(
            "muster.events.enabled",
            ValueType.BOOLEAN,
            "true",
            "Whether logs/events.jsonl tells of changes of databases' statuses and roles on this server");

    private static final List<Setting<?>> OWN = List.of(
            HOME,
            DATA,
            TRANSACTION_LOGS,
            LOGS,
            DUMPS,
            SCRIPTS,
            IMPORTS,
            IMPORTS_ALLOWED,
            TRANSACTION_MEMORY,
            TRANSACTION_MEMORY_TOTAL,
            DEFAULT_LISTEN,
            DEFAULT_ADVERTISED,
            BOLT_ENABLED,
            BOLT_LISTEN,
            BOLT_ADVERTISED,
            BOLT_TLS_LEVEL,
            ROUTING_ENABLED,
            ROUTING_LISTEN,
            ROUTING_ADVERTISED,
            HTTP_ENABLED,
            HTTP_LISTEN,
            HTTP_ADVERTISED,
            BACKUP_ENABLED,
            BACKUP_LISTEN,
            BACKUP_ADVERTISED,
            CLUSTER_LISTEN,
            CLUSTER_ADVERTISED,
            RAFT_LISTEN,
            RAFT_ADVERTISED,
            DISCOVERY_LISTEN,
            DISCOVERY_ADVERTISED,
            DISCOVERY_ENDPOINTS,
            DEFAULT_DATABASE,
            DEFAULT_PRIMARIES,
            DEFAULT_SECONDARIES,
            ENABLE_FREE_SERVERS,
            MAX_DATABASES,
            READ_ONLY_BY_DEFAULT,
            READ_ONLY,
            WRITABLE,
            AUTH_ENABLED,
            PASSWORD_LENGTH,
            FAILED_LOGINS,
            LOGIN_LOCK,
            LOG_LOGINS,
            SECURITY_LOG_SIZE,
            SECURITY_LOG_FILES,
            TX_LOG_ROTATION,
            TX_LOG_RETENTION,
            TRANSACTION_TIMEOUT,
            BOOKMARK_TIMEOUT,
            ROUTING_TTL,
            VOCABULARY,
            SERVER_NAME,
            INITIAL_MEMBERS,
            DISCOVERY_KIND,
            RAFT_HEARTBEAT,
            RAFT_ELECTION_TIMEOUT,
            RAFT_SEGMENT_SIZE,
            RAFT_MEMORY_LIMIT,
            LANES,
            FAULTS_ENABLED,
            EVENTS);

    private static final List<Setting<?>> ALL = Stream.of(OWN, TlsSettings.ALL, BackupSettings.ALL)
            .<Setting<?>>flatMap(List::stream)
            .toList();

    private Settings() {}

    /** All of them, in the order of the listing. */
    public static List<Setting<?>> all() {
        return ALL;
    }

    /** A listing for people: each setting with form, default, older names and meaning. */
    public static String describe() {
        StringBuilder text = new StringBuilder();
        for (Setting<?> setting : ALL) {
            text.append(setting.name()).append('\n');
            text.append("    ").append(setting.description()).append(".\n");
            text.append("    ").append(setting.type().form()).append("; default: ");
            text.append(
                    setting.defaultText() == null
                            ? setting.defaultNote()
                            : setting.defaultText().isEmpty() ? "empty" : setting.defaultText());
            text.append('\n');
            if (!setting.olderNames().isEmpty()) {
                text.append("    also: ")
                        .append(String.join(", ", setting.olderNames()))
                        .append('\n');
            }
        }
        return text.toString();
    }

    private static Setting<String> listen(String prefix, int port, String description) {
        return new Setting<>(
                prefix + ".listen_address",
                List.of(),
                ValueType.ADDRESS,
                ":" + port,
                ":" + port + " (" + LISTEN_NOTE + ")",
                description);
    }

    private static Setting<String> advertised(String prefix) {
        return Setting.derived(
                prefix + ".advertised_address",
                ValueType.ADDRESS,
                ADVERTISED_NOTE,
                "What others are told for " + prefix + ".listen_address");
    }
}
