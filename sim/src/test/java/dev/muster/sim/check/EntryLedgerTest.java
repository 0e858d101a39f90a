package dev.muster.sim.check;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What counts as a vote that was given too early. */
class EntryLedgerTest {
    private static final UUID GROUP = new UUID(0, 7);

    private final EntryLedger ledger = new EntryLedger();

    @Test
    void aVoteThatIsDurableMayBeGiven() {
        ledger.keptVote("s1", GROUP, 3, "s2");
        ledger.votes("s1", GROUP, 3, "s2");

        assertThatCode(this::check).doesNotThrowAnyException();
    }

    @Test
    void aVoteOfWhichNothingIsDurableMayNot() {
        ledger.votes("s1", GROUP, 3, "s2");

        assertThatThrownBy(this::check)
                .hasMessageContaining("s1 votes for s2 in term 3 of " + GROUP + ", durable is null");
    }

    @Test
    void aVoteMayBeGivenThatBecameDurableTogetherWithTheEndOfTheMember() {
        ledger.keptVote("s1", GROUP, 3, "s2");
        ledger.forgot("s1", GROUP);
        ledger.votes("s1", GROUP, 3, "s2");

        assertThatCode(this::check).doesNotThrowAnyException();
    }

    @Test
    void butAMemberThatIsForgottenMayNotVoteForAnotherNorLater() {
        ledger.keptVote("s1", GROUP, 3, "s2");
        ledger.forgot("s1", GROUP);
        ledger.votes("s1", GROUP, 3, "s3");

        assertThatThrownBy(this::check).hasMessageContaining("s1 votes for s3 in term 3");
    }

    private void check() {
        ledger.look();
    }
}
