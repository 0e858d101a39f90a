package dev.muster.backup.chain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.backup.artifact.Artifact;
import dev.muster.backup.artifact.Chains;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What goes when a chain was folded into a full: the chain, but nothing that something else needs. */
class SupersessionTest {
    private ArtifactFolder folder;

    @BeforeEach
    void open() throws IOException {
        folder = new ArtifactFolder();
    }

    @Test
    void theChainGoesItsEndFirst() throws IOException {
        Artifact full = folder.full("sales", 9, 5);
        Artifact first = folder.differential("sales", 8, 6, 7);
        Artifact second = folder.differential("sales", 7, 8, 9);
        Artifact later = folder.differential("sales", 6, 10, 12);
        Artifact other = folder.full("hr", 7, 9);
        Artifact folded = folder.full("sales", 7, 9);

        assertThat(superseded(List.of(full, first, second), folded)).containsExactly(second, first, full);
        assertThat(superseded(List.of(full, first, second, later), folder.full("sales", 6, 12)))
                .containsExactly(later, second, first, full)
                .doesNotContain(other);
    }

    @Test
    void emptyDifferentialsThatNothingLeadsToGoWithIt() throws IOException {
        Artifact full = folder.full("sales", 9, 5);
        Artifact early = folder.empty("sales", 8, 5);
        Artifact last = folder.differential("sales", 7, 6, 9);
        Artifact late = folder.empty("sales", 6, 9);

        assertThat(superseded(List.of(full, last), folder.full("sales", 7, 9)))
                .containsExactly(early, last, full)
                .doesNotContain(late);
    }

    @Test
    void anotherBranchKeepsWhatItNeeds() throws IOException {
        Artifact full = folder.full("sales", 9, 5);
        Artifact first = folder.differential("sales", 8, 6, 7);
        Artifact second = folder.differential("sales", 7, 8, 9);
        Artifact branch = folder.differential("sales", 6, 8, 8);

        assertThat(superseded(List.of(full, first, second), folder.full("sales", 7, 9)))
                .containsExactly(second)
                .doesNotContain(branch);
    }

    private List<Artifact> superseded(List<Artifact> chain, Artifact folded) throws IOException {
        return Supersession.of(
                ArtifactFolder.PATH,
                Chains.read(folder.disk, ArtifactFolder.PATH).newestFirst(),
                chain,
                folded);
    }
}
