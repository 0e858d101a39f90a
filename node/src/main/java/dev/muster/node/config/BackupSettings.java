package dev.muster.node.config;

import dev.muster.backup.protocol.BackupLimits;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The settings that say what backups may take of a server, and what databases may be made of; of its address {@link Settings} has those. */
public final class BackupSettings {
    public static final Setting<Integer> CONCURRENT = Setting.of(
            "muster.backup.max_concurrent",
            ValueType.integer(1, 1_000),
            "4",
            "Backups that this server serves at a time; further ones are told to ask another server, or to wait");
    public static final Setting<Long> BANDWIDTH = Setting.of(
            "muster.backup.bandwidth",
            ValueType.bytes(0),
            "0",
            "Bytes per second, before compression, that all backups together are sent; 0 is no limit");
    public static final Setting<Long> SNAPSHOT_TIME = Setting.of(
            "muster.backup.snapshot_max_time",
            ValueType.millis(0),
            "24h",
            "How long a backup may hold a snapshot, whose space cannot be reused meanwhile; 0 is no limit");
    public static final Setting<Long> SNAPSHOT_GROWTH = Setting.of(
            "muster.backup.snapshot_max_growth",
            ValueType.bytes(0),
            "16GiB",
            "By how much a store may grow while a backup holds a snapshot of it; 0 is no limit");

    public static final Setting<String> TOKEN_FILE = Setting.derived(
            "muster.backup.token_file",
            ValueType.TEXT,
            "none",
            "File with a secret that servers and backup clients share; whoever does not prove to know it gets no backup (below"
                    + " the home)");
    public static final Setting<Boolean> UNAUTHENTICATED = Setting.of(
            "muster.backup.allow_unauthenticated",
            ValueType.BOOLEAN,
            "false",
            "Whether ports that others can reach give backups to anybody; for networks that nobody else is in");
    public static final Setting<Long> INACTIVITY_TIMEOUT = Setting.of(
                    "dbms.cluster.network.client_inactivity_timeout",
                    ValueType.millis(1),
                    "10m",
                    "How long a server may be silent in the middle of a backup; of the backup client")
            .alsoCalled(
                    "dbms.cluster.catchup.client_inactivity_timeout",
                    "causal_clustering.catch_up_client_inactivity_timeout");

    public static final Setting<List<SeedProvider>> SEED_PROVIDERS = Setting.of(
            "dbms.databases.seed_from_uri_providers",
            ValueType.listOf(ValueType.oneOf(List.of(SeedProvider.values()), SeedProvider::text)),
            "CloudSeedProvider,FileSeedProvider",
            "What CREATE DATABASE may name with seedURI: object stores, files of the servers; empty means neither");

    public static final Setting<List<String>> SEED_KEYS = Setting.of(
            "muster.backup.seed_key_files",
            ValueType.listOf(ValueType.TEXT),
            "",
            "Files with the keys of encrypted artifacts that databases are seeded from, commas between them (below the home)");

    static final List<Setting<?>> ALL = List.of(
            CONCURRENT,
            BANDWIDTH,
            SNAPSHOT_TIME,
            SNAPSHOT_GROWTH,
            TOKEN_FILE,
            UNAUTHENTICATED,
            INACTIVITY_TIMEOUT,
            SEED_PROVIDERS,
            SEED_KEYS);

    private BackupSettings() {}

    static SeedSources seedSources(Path home, SettingValues values) {
        return new SeedSources(
                values.get(SEED_PROVIDERS),
                values.get(SEED_KEYS).stream()
                        .map(file -> home.resolve(file).normalize())
                        .toList());
    }

    static BackupLimits limits(SettingValues values) {
        return new BackupLimits(
                values.get(CONCURRENT),
                values.get(BANDWIDTH),
                TimeUnit.MILLISECONDS.toNanos(values.get(SNAPSHOT_TIME)),
                values.get(SNAPSHOT_GROWTH));
    }
}
