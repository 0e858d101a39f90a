package dev.muster.node.config;

import dev.muster.backup.protocol.BackupLimits;
import dev.muster.bolt.tls.TlsLevel;
import dev.muster.catalog.Topology;
import dev.muster.catalog.Vocabulary;
import dev.muster.runtime.SocketAddress;
import dev.muster.runtime.real.tls.TlsPolicy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * Everything a server was told, typed and complete. Made by {@link #of}; there is no half-valid instance.
 *
 * @param serverName this server's name, which is also its id for ever
 * @param initialMembers the servers the cluster is born with, the same list everywhere. Empty means this server alone; a
 *     server that is not in a list that is not empty joins an existing cluster
 * @param discoveryEndpoints where to look for others at start; includes the members' addresses
 * @param certificatesRenewable whether the files of TLS policies may be read again while the server runs
 * @param backupInactivityMillis how long a server may be silent in the middle of a backup
 * @param listed all settings as they can be shown to clients
 */
public record ServerConfig(
        String serverName,
        Vocabulary vocabulary,
        Directories directories,
        Endpoint bolt,
        BoltTls boltTls,
        boolean certificatesRenewable,
        Endpoint routing,
        Endpoint http,
        Endpoint backup,
        Endpoint cluster,
        Endpoint raft,
        Endpoint discovery,
        DiscoveryKind discoveryKind,
        List<InitialMember> initialMembers,
        List<SocketAddress> discoveryEndpoints,
        Databases databases,
        Authentication authentication,
        Transactions transactions,
        RaftTimes raftTimes,
        RaftSizes raftSizes,
        BackupLimits backupLimits,
        BackupSecurity backupSecurity,
        long backupInactivityMillis,
        SeedSources seedSources,
        int lanes,
        boolean faultsEnabled,
        boolean eventsLogged,
        List<SettingValues.Listed> listed) {
    private static final int HEAP_PART_OF_RAFT = 4;

    /** Absolute paths. Stores lie under {@code data/databases}, the Raft log under {@code data/cluster-state}. */
    public record Directories(
            Path home, Path data, Path transactionLogs, Path logs, Path dumps, Path scripts, Path imports) {
        public Path stores() {
            return data.resolve("databases");
        }

        public Path clusterState() {
            return data.resolve("cluster-state");
        }

        /** Holds the administrator that a new system begins with, if one was chosen before. */
        public Path initialUser() {
            return data.resolve("dbms").resolve("auth.ini");
        }

        /** Where changes of databases' statuses and roles are written down. */
        public Path eventLog() {
            return logs.resolve("events.jsonl");
        }

        /** Where logins and commands are written down. */
        public Path securityLog() {
            return logs.resolve("security.log");
        }
    }

    /** How Bolt connections are encrypted; {@code policy} is null if they are not. */
    public record BoltTls(TlsLevel level, TlsPolicy policy) {}

    /** A port: whether it is open, where it listens, and what others are told. Port 0 means any free one. */
    public record Endpoint(boolean enabled, SocketAddress listen, SocketAddress advertised) {
        /** What to tell others once it is known where the port really is. */
        public SocketAddress advertised(SocketAddress bound) {
            return advertised.port() == 0 ? new SocketAddress(advertised.host(), bound.port()) : advertised;
        }
    }

    /**
     * {@code maxDatabases} counts stopped ones and {@code system} too.
     *
     * @param defaultTopology what databases get for which nobody says otherwise; null is a primary on each founding server
     * @param enableFreeServers whether servers that join can host databases at once
     * @param readOnly those that this server refuses to write
     */
    public record Databases(
            String defaultDatabase,
            int maxDatabases,
            Topology defaultTopology,
            boolean enableFreeServers,
            ReadOnlyDatabases readOnly) {}

    /**
     * Who may log in, and what is written down about it.
     *
     * @param enabled whether clients must say who they are
     * @param attemptsMax wrong passwords in a row until a name is locked for {@code lockMillis}; 0 is no limit
     * @param logsLogins whether the log tells of logins that did not fail
     * @param logBytes size of a file of the log; {@code logFiles} older ones are kept
     */
    public record Authentication(
            boolean enabled,
            int passwordLengthMin,
            int attemptsMax,
            long lockMillis,
            boolean logsLogins,
            long logBytes,
            int logFiles) {}

    /**
     * Transaction logs, limits. {@code timeoutMillis} 0 is no limit; {@code serverSideRouting}: whether servers that
     * do not lead a database take its writes; {@code importsFiles}: whether LOAD CSV may read files; {@code memoryMax} and {@code
     * memoryTotalMax}: bytes that the queries of a transaction and of all may keep, 0 is no limit.
     */
    public record Transactions(
            long rotationBytes,
            String retentionPolicy,
            long timeoutMillis,
            long bookmarkReadyMillis,
            long routingTtlMillis,
            boolean serverSideRouting,
            boolean importsFiles,
            long memoryMax,
            long memoryTotalMax) {}

    /** The pace of elections. */
    public record RaftTimes(int heartbeatMillis, int electionTimeoutMillis) {}

    /**
     * What the Raft log takes.
     *
     * @param segmentBytes the size of a file
     * @param memoryBytes the most that entries may take in memory
     */
    public record RaftSizes(int segmentBytes, long memoryBytes) {}

    /** Who finds the other servers. */
    public enum DiscoveryKind {
        ATOMIX("atomix"),
        STATIC("static");

        private final String text;

        DiscoveryKind(String text) {
            this.text = text;
        }

        public String text() {
            return text;
        }
    }

    public ServerConfig {
        initialMembers = List.copyOf(initialMembers);
        discoveryEndpoints = List.copyOf(discoveryEndpoints);
        listed = List.copyOf(listed);
    }

    /** The id others know this server by: its name. */
    public String serverId() {
        return serverName;
    }

    /** Whether this is one server on its own. */
    public boolean standalone() {
        return initialMembers.isEmpty() && discoveryEndpoints.isEmpty();
    }

    /** Whether this server is one of those the cluster is born with. */
    public boolean founder() {
        return standalone()
                || initialMembers.stream().anyMatch(member -> member.serverId().equals(serverName));
    }

    /**
     * Works the view out of the layers, earliest first.
     *
     * @param defaultHome the home if no setting says otherwise
     * @throws ConfigException with all problems
     */
    public static ServerConfig of(Path defaultHome, List<ConfigFile> layers) {
        return of(defaultHome, SettingValues.of(layers));
    }

    public static ServerConfig of(Path defaultHome, SettingValues values) {
        List<ConfigProblem> problems = new ArrayList<>();
        List<InitialMember> members = values.get(Settings.INITIAL_MEMBERS);
        Consistency.check(values, problems);
        if (!problems.isEmpty()) {
            throw new ConfigException(problems);
        }
        return new ServerConfig(
                values.get(Settings.SERVER_NAME),
                values.get(Settings.VOCABULARY),
                directories(defaultHome, values),
                endpoint(values, values.get(Settings.BOLT_ENABLED), Settings.BOLT_LISTEN, Settings.BOLT_ADVERTISED),
                boltTls(home(defaultHome, values), values),
                values.get(TlsSettings.RELOAD),
                endpoint(values, true, Settings.ROUTING_LISTEN, Settings.ROUTING_ADVERTISED),
                endpoint(values, values.get(Settings.HTTP_ENABLED), Settings.HTTP_LISTEN, Settings.HTTP_ADVERTISED),
                endpoint(
                        values,
                        values.get(Settings.BACKUP_ENABLED),
                        Settings.BACKUP_LISTEN,
                        Settings.BACKUP_ADVERTISED),
                endpoint(values, true, Settings.CLUSTER_LISTEN, Settings.CLUSTER_ADVERTISED),
                endpoint(values, true, Settings.RAFT_LISTEN, Settings.RAFT_ADVERTISED),
                endpoint(values, true, Settings.DISCOVERY_LISTEN, Settings.DISCOVERY_ADVERTISED),
                values.get(Settings.DISCOVERY_KIND),
                members,
                endpoints(values, members),
                new Databases(
                        values.get(Settings.DEFAULT_DATABASE),
                        values.get(Settings.MAX_DATABASES),
                        defaultTopology(values, members),
                        values.get(Settings.ENABLE_FREE_SERVERS),
                        new ReadOnlyDatabases(
                                values.get(Settings.READ_ONLY_BY_DEFAULT),
                                new TreeSet<>(values.get(Settings.READ_ONLY)),
                                new TreeSet<>(values.get(Settings.WRITABLE)))),
                new Authentication(
                        values.get(Settings.AUTH_ENABLED),
                        values.get(Settings.PASSWORD_LENGTH),
                        values.get(Settings.FAILED_LOGINS),
                        values.get(Settings.LOGIN_LOCK),
                        values.get(Settings.LOG_LOGINS),
                        values.get(Settings.SECURITY_LOG_SIZE),
                        values.get(Settings.SECURITY_LOG_FILES)),
                new Transactions(
                        values.get(Settings.TX_LOG_ROTATION),
                        values.get(Settings.TX_LOG_RETENTION),
                        values.get(Settings.TRANSACTION_TIMEOUT),
                        values.get(Settings.BOOKMARK_TIMEOUT),
                        values.get(Settings.ROUTING_TTL),
                        values.get(Settings.ROUTING_ENABLED),
                        values.get(Settings.IMPORTS_ALLOWED),
                        values.get(Settings.TRANSACTION_MEMORY),
                        values.get(Settings.TRANSACTION_MEMORY_TOTAL)),
                new RaftTimes(
                        Math.toIntExact(values.get(Settings.RAFT_HEARTBEAT)),
                        Math.toIntExact(values.get(Settings.RAFT_ELECTION_TIMEOUT))),
                new RaftSizes(values.get(Settings.RAFT_SEGMENT_SIZE), raftMemory(values)),
                BackupSettings.limits(values),
                BackupSecurity.of(home(defaultHome, values), values),
                values.get(BackupSettings.INACTIVITY_TIMEOUT),
                BackupSettings.seedSources(home(defaultHome, values), values),
                values.get(Settings.LANES),
                values.get(Settings.FAULTS_ENABLED),
                values.get(Settings.EVENTS),
                values.listed());
    }

    private static long raftMemory(SettingValues values) {
        Long limit = values.get(Settings.RAFT_MEMORY_LIMIT);
        return limit == null ? raftMemoryByDefault() : limit;
    }

    /** What entries of the Raft log may take in memory if nothing else is set; bytes. */
    public static long raftMemoryByDefault() {
        return Runtime.getRuntime().maxMemory() / HEAP_PART_OF_RAFT;
    }

    private static Topology defaultTopology(SettingValues values, List<InitialMember> members) {
        Integer primaries = values.get(Settings.DEFAULT_PRIMARIES);
        int secondaries = values.get(Settings.DEFAULT_SECONDARIES);
        return primaries == null && secondaries == 0
                ? null
                : new Topology(
                        primaries == null ? Math.max(1, Math.min(members.size(), 11) - secondaries) : primaries,
                        secondaries);
    }

    private static BoltTls boltTls(Path home, SettingValues values) {
        TlsPolicy policy = TlsSettings.BOLT.policy(home, values);
        return new BoltTls(policy == null ? TlsLevel.DISABLED : values.get(Settings.BOLT_TLS_LEVEL), policy);
    }

    private static Path home(Path defaultHome, SettingValues values) {
        Path start = defaultHome.toAbsolutePath().normalize();
        String homeSet = values.get(Settings.HOME);
        return homeSet == null ? start : start.resolve(homeSet).normalize();
    }

    private static Directories directories(Path defaultHome, SettingValues values) {
        Path home = home(defaultHome, values);
        Path data = home.resolve(values.get(Settings.DATA)).normalize();
        return new Directories(
                home,
                data,
                data.resolve(values.get(Settings.TRANSACTION_LOGS)).normalize(),
                home.resolve(values.get(Settings.LOGS)).normalize(),
                data.resolve(values.get(Settings.DUMPS)).normalize(),
                data.resolve(values.get(Settings.SCRIPTS)).normalize(),
                home.resolve(values.get(Settings.IMPORTS)).normalize());
    }

    private static Endpoint endpoint(
            SettingValues values, boolean enabled, Setting<String> listenSetting, Setting<String> advertisedSetting) {
        int defaultPort =
                SocketAddress.parse(listenSetting.defaultText(), "localhost", 0).port();
        SocketAddress listen =
                SocketAddress.parse(values.get(listenSetting), values.get(Settings.DEFAULT_LISTEN), defaultPort);
        String advertisedText = values.get(advertisedSetting);
        SocketAddress advertised = SocketAddress.parse(
                advertisedText == null ? "" : advertisedText, values.get(Settings.DEFAULT_ADVERTISED), listen.port());
        return new Endpoint(
                enabled,
                listen,
                advertised.port() == 0 ? new SocketAddress(advertised.host(), listen.port()) : advertised);
    }

    private static List<SocketAddress> endpoints(SettingValues values, List<InitialMember> members) {
        List<SocketAddress> all =
                new ArrayList<>(members.stream().map(InitialMember::discovery).toList());
        List<String> given = values.get(Settings.DISCOVERY_ENDPOINTS);
        if (given != null) {
            given.stream()
                    .map(text -> SocketAddress.parse(text, "localhost", 5000))
                    .filter(address -> !all.contains(address))
                    .forEach(all::add);
        }
        return all;
    }
}
