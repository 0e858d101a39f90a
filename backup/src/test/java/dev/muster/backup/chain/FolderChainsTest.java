package dev.muster.backup.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.backup.artifact.Artifact;
import dev.muster.runtime.Disk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class FolderChainsTest {
    private final ArtifactFolder folder;

    FolderChainsTest() throws IOException {
        folder = new ArtifactFolder();
    }

    @Test
    void putsArtifactsTogetherToChainsTheNewestFirst() throws IOException {
        Artifact first = folder.full("sales", 9, 10);
        Artifact second = folder.differential("sales", 8, 11, 20);
        Artifact third = folder.empty("sales", 7, 20);
        Artifact newer = folder.full("sales", 3, 40);
        Artifact hr = folder.full("hr", 5, 5);

        FolderChains read = folder.read();

        assertThat(read.chains())
                .extracting(BackupChain::artifacts)
                .containsExactly(List.of(hr), List.of(newer), List.of(first, second, third));
        assertThat(read.isSound()).isTrue();
        BackupChain oldest = read.chains().get(2);
        assertThat(oldest.lastTransactionId()).isEqualTo(20);
        assertThat(oldest.recoveryPointMillis()).isEqualTo(third.header().startedAtMillis());
        assertThat(oldest.bytes()).isEqualTo(first.bytes() + second.bytes() + third.bytes());
    }

    @Test
    void namesDifferentialsThatNoFullLeadsTo() throws IOException {
        folder.full("sales", 9, 10);
        Artifact orphan = folder.differential("sales", 8, 21, 30);

        FolderChains read = folder.read();

        assertThat(read.orphans()).extracting(FolderChains.Orphan::artifact).containsExactly(orphan);
        assertThat(read.problems())
                .containsExactly(
                        "the artifacts of database 'sales' in '/backups' do not form a chain: nothing there leads"
                                + " from a full backup to transaction 20, which '" + orphan.fileName() + "' needs");
        assertThat(read.isSound()).isFalse();
    }

    @Test
    void namesFilesThatOnlyLookLikeArtifacts() throws IOException {
        Path fake = ArtifactFolder.PATH.resolve("sales-2026-01-01T00-00-00.backup");
        try (var file = folder.disk.open(fake, Disk.Open.CREATE_NEW)) {
            file.write(ByteBuffer.wrap("no artifact".getBytes(StandardCharsets.UTF_8)), 0);
        }

        assertThat(folder.read().problems())
                .containsExactly("'" + fake + "' is not a backup artifact: it does not begin with the mark of one");
    }

    @Test
    void selectsADatabaseByName() throws IOException {
        folder.full("sales", 9, 10);
        folder.full("hr", 9, 10);
        folder.differential("hr", 8, 21, 30);

        FolderChains read = FolderChains.read(folder.disk, ArtifactFolder.PATH, "Sales");

        assertThat(read.databases()).containsExactly("sales");
        assertThat(read.isSound()).isTrue();
    }

    @Test
    void refusesWhatIsNoFolder() {
        assertThatThrownBy(() -> FolderChains.read(folder.disk, Path.of("/nowhere"), null))
                .hasMessage("'/nowhere' is no folder of artifacts");
    }
}
