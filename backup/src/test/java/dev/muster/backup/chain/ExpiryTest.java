package dev.muster.backup.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.muster.backup.artifact.Artifact;
import dev.muster.backup.chain.Expiry.Retention;
import dev.muster.backup.chain.Expiry.Verdict;
import dev.muster.runtime.sim.SimulatedRandom;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExpiryTest {
    private final ArtifactFolder folder;

    ExpiryTest() throws IOException {
        folder = new ArtifactFolder();
    }

    @Test
    void keepsTheNewestChainsOfEachDatabase() throws IOException {
        Artifact oldest = folder.full("sales", 9, 10);
        Artifact itsDifferential = folder.differential("sales", 8, 11, 20);
        folder.full("sales", 7, 30);
        folder.full("sales", 6, 40);
        folder.full("hr", 50, 5);

        List<Verdict> verdicts = judge(2, 0);

        assertThat(verdicts)
                .extracting(verdict -> verdict.chain().databaseName(), Verdict::kept, Verdict::reason)
                .containsExactly(
                        tuple("hr", true, "the newest chain"),
                        tuple("sales", true, "the newest chain"),
                        tuple("sales", true, "one of the newest 2 chains"),
                        tuple("sales", false, "2 newer chains are there"));
        assertThat(Expiry.expired(verdicts)).containsExactly(itsDifferential, oldest);
    }

    @Test
    void keepsAChainWhoseLastBackupIsYoungHoweverOldItsFullIs() throws IOException {
        folder.full("sales", 30, 10);
        folder.differential("sales", 5, 11, 20);
        Artifact old = folder.full("sales", 40, 5);
        folder.full("sales", 1, 40);

        List<Verdict> verdicts = judge(1, 7);

        assertThat(Expiry.expired(verdicts)).containsExactly(old);
        assertThat(verdicts.get(1).reason()).isEqualTo("its last backup is no older than 7 days");
    }

    @Test
    void neverLetsTheNewestChainGo() throws IOException {
        folder.full("sales", 900, 10);

        assertThat(Expiry.expired(judge(1, 1))).isEmpty();
        assertThatThrownBy(() -> new Retention(0, 5)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void leavesWholeChainsWhereverThePowerGoes() throws IOException {
        for (int cut = 0; cut < 12; cut++) {
            ArtifactFolder place = new ArtifactFolder();
            place.full("sales", 30, 10);
            place.differential("sales", 29, 11, 20);
            place.differential("sales", 28, 21, 30);
            Artifact kept = place.full("sales", 2, 40);
            place.disk.syncDirectory(ArtifactFolder.PATH);
            place.disk.syncDirectory(ArtifactFolder.PATH.getRoot());
            List<Artifact> expired =
                    Expiry.expired(Expiry.judge(place.read(), new Retention(1, 0), ArtifactFolder.NOW));
            assertThat(expired).hasSize(3);

            place.disk.powerOffAfterChanges(cut);
            boolean done = true;
            try {
                for (Artifact artifact : expired) {
                    Expiry.remove(place.disk, ArtifactFolder.PATH, artifact);
                }
            } catch (IOException powerGone) {
                done = false;
            }
            place.disk.crash(new SimulatedRandom(cut));

            FolderChains left = place.read();
            assertThat(left.problems()).as("cut %d", cut).isEmpty();
            assertThat(left.chains().get(0).artifacts()).containsExactly(kept);
            if (done) {
                assertThat(left.chains()).hasSize(1);
            }
        }
    }

    private List<Verdict> judge(int keepFull, int keepDays) throws IOException {
        return Expiry.judge(folder.read(), new Retention(keepFull, keepDays), ArtifactFolder.NOW);
    }
}
