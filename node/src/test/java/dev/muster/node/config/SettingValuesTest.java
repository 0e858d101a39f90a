package dev.muster.node.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingValuesTest {
    @Test
    void laterLayersWinUnderWhicheverName() {
        SettingValues values = SettingValues.of(List.of(
                ConfigFile.parse("first.conf", "dbms.backup.enabled=false\ndbms.max_databases=5\n"),
                ConfigFile.parse("second.conf", "server.backup.enabled=true\n")));

        assertThat(values.get(Settings.BACKUP_ENABLED)).isTrue();
        assertThat(values.get(Settings.MAX_DATABASES)).isEqualTo(5);
        assertThat(values.where(Settings.BACKUP_ENABLED)).isEqualTo("second.conf:1");
        assertThat(values.where(Settings.LANES)).isEqualTo("default");
    }

    @Test
    void anUnknownSettingNamesItsPlaceAndTheNearestOne() {
        assertThat(problem("dbms.max_database=5"))
                .isEqualTo("muster.conf:1: unknown setting 'dbms.max_database'; did you mean 'dbms.max_databases'?"
                        + "\nHINT: see 'muster server --settings' for all settings");
        assertThat(problem("server.bolt.listen_adress=:1")).contains("did you mean 'server.bolt.listen_address'?");
    }

    @Test
    void oldAndNewNameWithDifferentValuesContradictEachOther() {
        assertThat(problem("server.backup.listen_address=:1\ndbms.backup.listen_address=:2"))
                .isEqualTo(
                        "muster.conf:2: 'dbms.backup.listen_address' and 'server.backup.listen_address' (muster.conf:1)"
                                + " are the same setting, with different values ':2' and ':1'"
                                + "\nHINT: keep one of the two names; the newer is preferred");
        assertThat(values("server.backup.listen_address=:1\ndbms.backup.address=:1")
                        .get(Settings.BACKUP_LISTEN))
                .isEqualTo(":1");
    }

    @Test
    void aBadValueNamesTheReasonAndTheForm() {
        assertThat(problem("dbms.max_databases=1"))
                .isEqualTo(
                        "muster.conf:1: bad value '1' for 'dbms.max_databases': not a whole number from 2 to 2147483647;"
                                + " expected a whole number from 2 to 2147483647\nHINT: correct the value");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "server.memory.heap.max_size=1G",
                "server.jvm.additional=-XX:+UseG1GC",
                "db.logs.query.enabled=INFO",
                "server.bolt.tls_level=DISABLED",
                "server.https.enabled=false",
                "dbms.mode=CORE",
                "dbms.ssl.policy.bolt.enabled=false"
            })
    void whatNothingDependsOnIsAccepted(String line) {
        values(line);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "dbms.ssl.policy.https.enabled=true | not supported yet: dbms.ssl.policy.https.enabled=true",
                "dbms.security.ldap.host=x | not supported yet: dbms.security.ldap.host=x",
                "dbms.mode=READ_REPLICA | not supported yet: dbms.mode=READ_REPLICA (only 'core' or 'single')"
            })
    void whatAUserWouldCountOnIsRefused(String line, String text) {
        assertThat(problem(line)).startsWith("muster.conf:1: " + text + "\n");
    }

    @Test
    void allProblemsAreNamedAtOnce() {
        assertThatThrownBy(() -> values("x=1\ndbms.max_databases=no\nmuster.lanes=0"))
                .isInstanceOfSatisfying(
                        ConfigException.class,
                        e -> assertThat(e.problems())
                                .extracting(ConfigProblem::kind)
                                .containsExactly(
                                        ConfigProblem.Kind.UNKNOWN,
                                        ConfigProblem.Kind.INVALID_VALUE,
                                        ConfigProblem.Kind.INVALID_VALUE));
    }

    @ParameterizedTest
    @CsvSource({
        "131072, 131072",
        "128k, 131072",
        "8m, 8388608",
        "256MiB, 268435456",
        "1 GB, 1073741824",
        "2T, 2199023255552"
    })
    void sizes(String text, long bytes) {
        assertThat(values("db.tx_log.rotation.size=" + text).get(Settings.TX_LOG_ROTATION))
                .isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"127k", "-1m", "8x", "m", "", "99999999T"})
    void notSizes(String text) {
        assertThat(problem("db.tx_log.rotation.size=" + text)).contains("bad value '" + text + "'");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "db.checkpoint.interval.tx=1000",
                "dbms.checkpoint.interval.time=5m",
                "db.checkpoint.iops.limit=600",
                "server.memory.pagecache.size=4g"
            })
    void whatOnlyTunesAnotherEngineIsAcceptedAndNotShownAsASetting(String line) {
        assertThat(values(line).get(Settings.TX_LOG_RETENTION)).isEqualTo("2 days 2G");
        assertThat(Settings.all())
                .extracting(setting -> setting.name())
                .doesNotContain(line.substring(0, line.indexOf('=')));
    }

    @ParameterizedTest
    @CsvSource({"10s, 10000", "500ms, 500", "20m, 1200000", "15, 15000", "1h30m, 5400000", "2d, 172800000"})
    void durations(String text, long millis) {
        assertThat(values("db.transaction.bookmark_ready_timeout=" + text).get(Settings.BOOKMARK_TIMEOUT))
                .isEqualTo(millis);
    }

    @ParameterizedTest
    @ValueSource(strings = {"10 s", "soon", "-5s", "", "999999999999999999d", "0s"})
    void notDurations(String text) {
        assertThat(problem("db.transaction.bookmark_ready_timeout=" + text)).contains("bad value '" + text + "'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"keep_all", "false", "3 files", "300M size", "500k txs", "10 hours", "2 days 1G"})
    void retentionPolicies(String text) {
        assertThat(values("keep_logical_logs=" + text).get(Settings.TX_LOG_RETENTION))
                .isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"3", "3 weeks", "1G size 2G", "forever"})
    void notRetentionPolicies(String text) {
        assertThat(problem("db.tx_log.rotation.retention_policy=" + text)).contains("bad value '" + text + "'");
    }

    @ParameterizedTest
    @ValueSource(strings = {":99999", "host:port", ""})
    void notAddresses(String text) {
        assertThat(problem("server.bolt.listen_address=" + text)).contains("bad value '" + text + "'");
    }

    @Test
    void everyDefaultIsAValueOfItsSettingAndEveryNameBelongsToOne() {
        Set<String> names = new HashSet<>();
        SettingValues nothingSet = SettingValues.of(List.of());
        for (Setting<?> setting : Settings.all()) {
            assertThat(names.add(setting.name())).as(setting.name()).isTrue();
            assertThat(setting.description()).as(setting.name()).isNotBlank().doesNotEndWith(".");
            if (setting.defaultText() == null) {
                assertThat(setting.defaultNote()).as(setting.name()).isNotBlank();
            } else {
                assertThat((Object) nothingSet.get(setting)).as(setting.name()).isNotNull();
            }
        }
    }

    @Test
    void theListingShowsFormDefaultAndOlderNames() {
        assertThat(Settings.describe()).contains("""
                        server.backup.listen_address
                            Backup clients connect here; beyond loopback only under a TLS policy with certificates of clients, or with a token.
                            an address (host:port, host or :port); default: 127.0.0.1:6362
                            also: dbms.backup.listen_address, dbms.backup.address, online_backup_server
                        """);
    }

    private static SettingValues values(String text) {
        return SettingValues.of(List.of(ConfigFile.parse("muster.conf", text)));
    }

    private static String problem(String text) {
        try {
            values(text);
        } catch (ConfigException e) {
            return e.getMessage();
        }
        throw new AssertionError("no problem with: " + text);
    }
}
