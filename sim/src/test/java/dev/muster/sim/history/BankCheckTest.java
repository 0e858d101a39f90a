package dev.muster.sim.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.sim.history.Anomaly.Kind;
import dev.muster.sim.history.BankModel.Balances;
import dev.muster.sim.history.BankModel.Input;
import dev.muster.sim.history.BankModel.Ledger;
import dev.muster.sim.history.BankModel.Output;
import dev.muster.sim.history.BankModel.ReadAll;
import dev.muster.sim.history.BankModel.ReadLedger;
import dev.muster.sim.history.BankModel.Refused;
import dev.muster.sim.history.BankModel.Transfer;
import dev.muster.sim.history.BankModel.Transferred;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Histories of a bank of two accounts with 10 each. */
class BankCheckTest {
    private static final List<Long> OPENING = List.of(10L, 10L);
    private static final Input READ = new ReadAll();
    private static final Input LEDGER = new ReadLedger();
    private static final Output DONE = new Transferred();
    private static final long STEPS_MAX = 10_000;

    private final Script<Input, Output> script = new Script<>();

    @Test
    void transfersAndReadsInTurnAreRight() {
        script.told(1, 0, 1, transfer(1, 4), DONE)
                .told(2, 2, 3, READ, balances(6, 14))
                .told(1, 4, 5, transfer(2, 7), new Refused())
                .told(2, 6, 7, LEDGER, ledger(1));
        assertRight();
    }

    @Test
    void aReadThatSeesOneHalfOfATransferBreaksTheTotal() {
        script.told(1, 0, 4, transfer(1, 4), DONE).told(2, 1, 2, READ, balances(6, 10));
        assertWrong(Kind.BROKEN_TOTAL);
    }

    @Test
    void aReadThatLacksAnAccountBreaksTheTotal() {
        script.told(2, 1, 2, READ, balances(20));
        assertWrong(Kind.BROKEN_TOTAL);
    }

    @Test
    void aBalanceBelowZeroIsOverdrawn() {
        script.told(1, 0, 1, transfer(1, 11), DONE).told(2, 2, 3, READ, balances(-1, 21));
        assertWrong(Kind.OVERDRAWN);
    }

    @Test
    void anAcknowledgedTransferThatTheLedgerLacksIsLost() {
        script.told(1, 0, 1, transfer(1, 4), DONE).told(2, 2, 3, LEDGER, ledger());
        assertWrong(Kind.LOST_WRITE);
    }

    @Test
    void aTransferThatIsAcknowledgedAfterTheLedgerWasReadMayBeMissing() {
        script.told(1, 0, 5, transfer(1, 4), DONE).told(2, 2, 3, LEDGER, ledger());
        assertRight();
    }

    @Test
    void aFailedTransferInTheLedgerIsDirty() {
        script.failed(1, 0, 1, transfer(1, 4)).told(2, 2, 3, LEDGER, ledger(1));
        assertWrong(Kind.DIRTY_READ);
    }

    @Test
    void aRefusedTransferInTheLedgerIsDirty() {
        script.told(1, 0, 1, transfer(1, 11), new Refused()).told(2, 2, 3, LEDGER, ledger(1));
        assertWrong(Kind.DIRTY_READ);
    }

    @Test
    void aTransferThatNobodyMadeIsFromNowhere() {
        script.told(2, 2, 3, LEDGER, ledger(1));
        assertWrong(Kind.READ_FROM_NOWHERE);
    }

    @Test
    void aTransferInTheLedgerBeforeItBeganIsFromTheFuture() {
        script.told(2, 2, 3, LEDGER, ledger(1)).told(1, 4, 5, transfer(1, 4), DONE);
        assertWrong(Kind.READ_FROM_FUTURE);
    }

    @Test
    void aTransferThatIsInTheLedgerTwiceWasAppliedTwice() {
        script.told(1, 0, 1, transfer(1, 4), DONE).told(2, 2, 3, LEDGER, ledger(1, 1));
        assertWrong(Kind.DUPLICATE);
    }

    @Test
    void aStaleReadWithTheRightTotalIsFoundByTheFullCheck() {
        script.told(1, 0, 1, transfer(1, 4), DONE).told(2, 2, 3, READ, balances(10, 10));
        assertThat(check()).isInstanceOf(Verdict.Illegal.class);
        assertThat(check().explanation())
                .startsWith("the bank is not linearizable: 1 of 2 operations can be put in order; "
                        + "the state is then [6, 14] after 1 transfers, and none of these can follow:");
    }

    @Test
    void readsThatSeeConcurrentTransfersInDifferentOrdersAreFoundByTheFullCheck() {
        script.told(1, 0, 9, transfer(1, 1), DONE)
                .told(2, 0, 9, transfer(2, 2), DONE)
                .told(3, 1, 2, READ, balances(9, 11))
                .told(4, 3, 4, READ, balances(8, 12));
        assertThat(check()).isInstanceOf(Verdict.Illegal.class);
    }

    @Test
    void aRefusalThatHadNoReasonIsFoundByTheFullCheck() {
        script.told(1, 0, 1, transfer(1, 4), new Refused());
        assertThat(check()).isInstanceOf(Verdict.Illegal.class);
    }

    @Test
    void aTransferOfUnknownOutcomeMayHappenLate() {
        script.unknown(1, 0, 1, transfer(1, 4))
                .told(2, 2, 3, READ, balances(10, 10))
                .told(2, 4, 5, READ, balances(6, 14))
                .told(2, 6, 7, LEDGER, ledger(1));
        assertRight();
    }

    @Test
    void aTransferThatTheLastLedgerLacksCannotHaveBeenSeen() {
        script.unknown(1, 0, 1, transfer(1, 4))
                .told(2, 4, 5, READ, balances(6, 14))
                .told(2, 6, 7, LEDGER, ledger());
        assertThat(check()).isInstanceOf(Verdict.Illegal.class);
    }

    @Test
    void aTransferThatTheLastLedgerHasMustShowInTheBalances() {
        script.unknown(1, 0, 1, transfer(1, 4))
                .told(2, 4, 5, LEDGER, ledger(1))
                .told(2, 6, 7, READ, balances(10, 10))
                .told(2, 8, 9, LEDGER, ledger(1));
        assertThat(check()).isInstanceOf(Verdict.Illegal.class);
    }

    @Test
    void whatWasShownIsSaidWhenTheFullCheckIsTooComplex() {
        for (int id = 0; id < 30; id++) {
            script.unknown(1, id, id + 0.5, transfer(id, 1));
        }
        script.told(2, 40, 41, READ, balances(12, 8)).told(2, 42, 43, LEDGER, ledger());
        script.told(2, 44, 45, READ, balances(10, 10));
        assertThat(BankCheck.check(script.history(), OPENING, 100))
                .isInstanceOfSatisfying(
                        Verdict.TooComplex.class,
                        undecided -> assertThat(undecided.known())
                                .isEqualTo(
                                        "every read has the right total, no balance is below zero, every acknowledged transfer"
                                                + " is in every ledger read after it; not that every read is one moment of one order"));
    }

    @Test
    void withoutALedgerNothingIsSaidAboutIt() {
        script.told(2, 44, 45, READ, balances(10, 10));
        Verdict verdict = BankCheck.check(script.history(), OPENING, 0);
        assertThat(verdict.explanation())
                .endsWith("(shown all the same: every read has the right total, no balance is below zero;"
                        + " not that every read is one moment of one order)");
    }

    @Test
    void twoTransfersWithOneIdAreAMistakeOfTheWorkload() {
        script.told(1, 0, 1, transfer(1, 4), DONE).told(1, 2, 3, transfer(1, 4), DONE);
        assertThatThrownBy(this::check)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("two transfers have the id 1");
    }

    @Test
    void aTransferMovesSomethingSomewhere() {
        assertThatThrownBy(() -> new Transfer(1, 0, 0, 5)).hasMessage("no transfer: 5 from 0 to 0");
        assertThatThrownBy(() -> new Transfer(1, 0, 1, 0)).hasMessage("no transfer: 0 from 0 to 1");
        assertThatThrownBy(() -> new BankModel(List.of(-1L))).hasMessage("opening balances may not be negative: [-1]");
    }

    private void assertRight() {
        assertThat(check()).isInstanceOf(Verdict.Ok.class);
    }

    private void assertWrong(Kind kind) {
        assertThat(check())
                .isInstanceOfSatisfying(
                        Verdict.Anomalous.class,
                        anomalous -> assertThat(anomalous.anomalies())
                                .extracting(Anomaly::kind)
                                .containsExactly(kind));
    }

    private Verdict check() {
        return BankCheck.check(script.history(), OPENING, STEPS_MAX);
    }

    private static Input transfer(long id, long amount) {
        return new Transfer(id, 0, 1, amount);
    }

    private static Output balances(long... balances) {
        return Balances.of(Arrays.stream(balances).boxed().toList());
    }

    private static Output ledger(long... ids) {
        return new Ledger(Arrays.stream(ids).boxed().toList());
    }
}
