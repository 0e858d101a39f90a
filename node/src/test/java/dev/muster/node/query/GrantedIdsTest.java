package dev.muster.node.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class GrantedIdsTest {
    private final GrantedIds ids = new GrantedIds(3, new Members.IdGrant(100, 200, 10));

    @Test
    void areGivenOutInARow() {
        assertThat(ids.nextNodeId()).isEqualTo(100);
        assertThat(ids.nextNodeIds(3)).isEqualTo(101);
        assertThat(ids.nextNodeId()).isEqualTo(104);
        assertThat(ids.nextRelationshipId()).isEqualTo(200);
    }

    @Test
    void areAskedForFirstAndAgainOnceHalfAreUsedOrTheTermIsOver() {
        assertThat(GrantedIds.wanted(null, 3)).isEqualTo(65_536);
        assertThat(GrantedIds.wanted(ids, 3)).isZero();
        assertThat(GrantedIds.wanted(ids, 4)).isEqualTo(10);
        ids.nextRelationshipIds(6);
        assertThat(GrantedIds.wanted(ids, 3)).isEqualTo(10);
    }

    @Test
    void aTransactionThatNeedsMoreIsToldToComeAgainAndThenThereAreMore() {
        ids.nextNodeIds(10);

        assertThatThrownBy(ids::nextNodeId)
                .hasMessageContaining("more than the 10 nodes or relationships")
                .extracting("code")
                .isEqualTo("Neo.TransientError.Transaction.Outdated");
        assertThat(GrantedIds.wanted(ids, 3)).isEqualTo(4_194_304);
    }
}
