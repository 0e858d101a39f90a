package dev.muster.backup.online;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.backup.BackupError;
import dev.muster.backup.FakeDatabase;
import dev.muster.backup.SimulatedCluster;
import dev.muster.backup.artifact.Artifact;
import dev.muster.backup.artifact.EncryptionKey;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A chain has one key, or none; and who forgets the key does not get clear text. */
class EncryptedChainTest {
    private static final EncryptionKey KEY = EncryptionKey.parse("ab".repeat(32));
    private static final EncryptionKey NEW_KEY = EncryptionKey.parse("cd".repeat(32));

    private final SimulatedCluster cluster = new SimulatedCluster("a");
    private FakeDatabase sales;

    @BeforeEach
    void host() {
        sales = cluster.host("sales", 10, "a").get(0);
    }

    @Test
    void differentialsContinueWithTheSameKey() {
        run(BackupType.AUTO, KEY);
        sales.upTo(20);

        Artifact differential = saved(run(BackupType.DIFF, KEY));

        assertThat(differential.keyId()).isEqualTo(KEY.id());
        assertThat(differential.lowest()).isEqualTo(11);
    }

    @Test
    void withoutTheKeyNeitherADifferentialNorAFullInClearTextIsTaken() {
        run(BackupType.AUTO, KEY);
        for (BackupType type : new BackupType[] {BackupType.AUTO, BackupType.DIFF}) {
            sales.upTo(sales.last() + 5);

            BackupReport report = run(type, null);

            assertThat(report.exitCode()).isEqualTo(1);
            assertThat(report.verdict()).isEqualTo(BackupVerdict.KEY);
            assertThat(report.databases().get(0).error()).isEqualTo(BackupError.KEY_MISSING);
            assertThat(report.databases().get(0).reason())
                    .isEqualTo("the artifacts of database 'sales' in '/backups' are encrypted with key " + KEY.id()
                            + ", and no key was given");
        }
        assertThat(cluster.artifacts()).hasSize(1);
    }

    @Test
    void aFullWithoutTheKeyIsTakenAndToldOf() {
        Artifact encrypted = saved(run(BackupType.AUTO, KEY));

        Artifact clear = saved(run(BackupType.FULL, null));

        assertThat(clear.keyId()).isNull();
        assertThat(cluster.log)
                .contains("This backup of database 'sales' is not encrypted, and '" + encrypted.fileName() + "' is.");
    }

    @Test
    void anotherKeyBeginsANewChain() {
        Artifact old = saved(run(BackupType.AUTO, KEY));
        sales.upTo(20);

        BackupReport refused = run(BackupType.DIFF, NEW_KEY);
        assertThat(refused.databases().get(0).error()).isEqualTo(BackupError.KEY_CHANGED);
        assertThat(refused.databases().get(0).reason())
                .isEqualTo("'" + old.fileName() + "', which would be continued, is encrypted with key " + KEY.id()
                        + ", and given is " + NEW_KEY.id() + ": a chain has one key");
        Artifact full = saved(run(BackupType.AUTO, NEW_KEY));
        assertThat(full.full()).isTrue();
        assertThat(full.keyId()).isEqualTo(NEW_KEY.id());
    }

    @Test
    void theFirstKeyBeginsANewChainToo() {
        run(BackupType.AUTO, null);
        sales.upTo(20);

        Artifact full = saved(run(BackupType.AUTO, KEY));

        assertThat(full.full()).isTrue();
        assertThat(cluster.log).anyMatch(line -> line.contains("is not encrypted, and given is " + KEY.id()));
    }

    private BackupReport run(BackupType type, EncryptionKey key) {
        cluster.simulation.runFor(Duration.ofSeconds(1));
        return cluster.run(cluster.request("sales", "a").withType(type).withKey(key));
    }

    private static Artifact saved(BackupReport report) {
        assertThat(report.exitCode()).isZero();
        return report.databases().get(0).artifact();
    }
}
