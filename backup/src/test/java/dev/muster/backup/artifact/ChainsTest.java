package dev.muster.backup.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.backup.BackupError;
import dev.muster.backup.BackupException;
import dev.muster.backup.artifact.Chains.ParentRule;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Facts A.6: parents and chains. */
class ChainsTest {
    private static final UUID DATABASE = new UUID(1, 1);
    private static final UUID STORE = new UUID(2, 2);

    private final List<Artifact> artifacts = new ArrayList<>();

    @Test
    void continuesAsInTheManualsExample() {
        full(10);
        differential(11, 20);
        Artifact second = differential(21, 30);
        empty(30);
        Artifact secondFull = full(40);

        assertThat(chains().parent(DATABASE, ParentRule.NEWEST)).isEqualTo(secondFull);
        assertThat(chains().parent(DATABASE, ParentRule.NEWEST_DIFFERENTIAL)).isEqualTo(second);
    }

    @Test
    void prefersADifferentialOnlyIfThereIsOne() {
        full(10);
        Artifact newest = full(20);

        assertThat(chains().parent(DATABASE, ParentRule.NEWEST_DIFFERENTIAL)).isEqualTo(newest);
    }

    @Test
    void hasNoParentWithoutAFull() {
        differential(11, 20);

        assertThatThrownBy(() -> chains().parent(DATABASE, ParentRule.NEWEST))
                .isInstanceOfSatisfying(
                        BackupException.class, e -> assertThat(e.error()).isEqualTo(BackupError.NO_FULL_IN_FOLDER));
    }

    @Test
    void hasNoParentWhenALinkIsMissing() {
        full(10);
        Artifact orphan = differential(21, 30);

        assertThatThrownBy(() -> chains().parent(DATABASE, ParentRule.NEWEST))
                .hasMessage(
                        "the artifacts of database 'sales' in '/backups' do not form a chain: nothing there leads from"
                                + " a full backup to transaction 20, which '" + orphan.fileName() + "' needs");
    }

    @Test
    void endsAChainExactlyAtTheArtifactNamed() {
        Artifact full = full(10);
        Artifact first = differential(11, 20);
        differential(21, 30);

        assertThat(chains().chainTo(first)).containsExactly(full, first);
    }

    @Test
    void letsTheFirstDifferentialAfterAFullOverlapIt() {
        full(10);
        differential(11, 30);
        Artifact later = full(40);
        Artifact overlapping = differential(31, 50);

        assertThat(chains().chainTo(overlapping)).containsExactly(later, overlapping);
    }

    @Test
    void restoresAnEmptyDifferentialAsItsParent() {
        Artifact full = full(10);
        Artifact first = differential(11, 20);
        Artifact empty = empty(20);

        assertThat(chains().chainTo(empty)).containsExactly(full, first, empty);
    }

    @Test
    void neverJoinsTwoStores() {
        full(10);
        Artifact stranger = artifact(ArtifactHeader.Type.DIFF, 10, 11, 20, new UUID(9, 9));

        assertThatThrownBy(() -> chains().chainTo(stranger)).isInstanceOf(BackupException.class);
    }

    @Test
    void findsTheShortestChainWheneverThereIsOne() {
        Random random = new Random(42);
        int found = 0;
        for (int round = 0; round < 3_000; round++) {
            artifacts.clear();
            int count = 1 + random.nextInt(8);
            for (int i = 0; i < count; i++) {
                int low = 1 + random.nextInt(6);
                int high = low + random.nextInt(4);
                switch (random.nextInt(5)) {
                    case 0, 1 -> full(high);
                    case 2 -> empty(high);
                    default -> differential(low + 1, high + 1);
                }
            }
            for (Artifact last : List.copyOf(artifacts)) {
                int shortest = shortestByTryingAll(last);
                if (shortest == Integer.MAX_VALUE) {
                    assertThatThrownBy(() -> chains().chainTo(last)).isInstanceOf(BackupException.class);
                } else {
                    found++;
                    List<Artifact> chain = chains().chainTo(last);
                    assertThat(chain)
                            .as("%s", artifacts)
                            .hasSize(shortest)
                            .last()
                            .isEqualTo(last);
                    assertThat(isChain(chain)).as("%s", chain).isTrue();
                }
            }
        }
        assertThat(found).isGreaterThan(3_000);
    }

    /** The rule of facts A.6 said in the plainest way: from the full on, each must begin where the one before ended. */
    private static boolean isChain(List<Artifact> chain) {
        if (!chain.get(0).full()) {
            return false;
        }
        long reached = chain.get(0).highest();
        for (int i = 1; i < chain.size(); i++) {
            Artifact next = chain.get(i);
            long after = next.header().afterTransactionId();
            boolean follows =
                    after == reached || (i == 1 && after < reached && (next.empty() || next.highest() > reached));
            if (next.full() || !follows || (next.empty() && (i < chain.size() - 1 || after != reached))) {
                return false;
            }
            reached = next.empty() ? reached : next.highest();
        }
        return true;
    }

    private int shortestByTryingAll(Artifact last) {
        int shortest = Integer.MAX_VALUE;
        for (int length = 1; length <= Math.min(artifacts.size(), 5) && shortest == Integer.MAX_VALUE; length++) {
            if (existsChain(new ArrayList<>(), length, last)) {
                shortest = length;
            }
        }
        return shortest;
    }

    private boolean existsChain(List<Artifact> begun, int length, Artifact last) {
        if (begun.size() == length - 1) {
            begun.add(last);
            boolean found = isChain(begun);
            begun.remove(begun.size() - 1);
            return found;
        }
        for (Artifact next : artifacts) {
            if (!begun.contains(next) && !next.equals(last)) {
                begun.add(next);
                boolean found = isChain(begun) && existsChain(begun, length, last);
                begun.remove(begun.size() - 1);
                if (found) {
                    return true;
                }
            }
        }
        return false;
    }

    private Chains chains() {
        return new Chains(Path.of("/backups"), artifacts, List.of());
    }

    private Artifact full(long highest) {
        return artifact(ArtifactHeader.Type.FULL, 0, 1, highest, STORE);
    }

    private Artifact differential(long lowest, long highest) {
        return artifact(ArtifactHeader.Type.DIFF, lowest - 1, lowest, highest, STORE);
    }

    private Artifact empty(long after) {
        return artifact(ArtifactHeader.Type.DIFF, after, 0, 0, STORE);
    }

    private Artifact artifact(ArtifactHeader.Type type, long after, long lowest, long highest, UUID store) {
        int number = artifacts.size() + 1;
        ArtifactHeader header = new ArtifactHeader(
                1,
                new UUID(5, number),
                "sales",
                DATABASE,
                store,
                type,
                after,
                null,
                "",
                "",
                "",
                1_000L * number,
                "none",
                "");
        ArtifactFacts facts = new ArtifactFacts(lowest, highest, "", 0, 0, 0, 0, 0, 0, 0);
        Artifact artifact = new Artifact(Path.of("/backups/sales-" + number + ".backup"), header, facts, 100);
        artifacts.add(artifact);
        return artifact;
    }
}
