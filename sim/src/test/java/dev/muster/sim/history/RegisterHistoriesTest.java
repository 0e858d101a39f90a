package dev.muster.sim.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.sim.history.RegisterModel.CompareAndSet;
import dev.muster.sim.history.RegisterModel.Compared;
import dev.muster.sim.history.RegisterModel.Input;
import dev.muster.sim.history.RegisterModel.Output;
import dev.muster.sim.history.RegisterModel.Read;
import dev.muster.sim.history.RegisterModel.Value;
import dev.muster.sim.history.RegisterModel.Write;
import dev.muster.sim.history.RegisterModel.Written;
import org.junit.jupiter.api.Test;

/** Histories of one register, most of them from the literature, and what is to be said of them. */
class RegisterHistoriesTest {
    private static final Input READ = new Read("x");
    private static final Output DONE = new Written();

    private final Script<Input, Output> script = new Script<>();

    @Test
    void nothingHappenedIsRight() {
        assertRight();
    }

    @Test
    void oneWriteIsRight() {
        script.told(1, 0, 1, write(1), DONE);
        assertRight();
    }

    @Test
    void oneReadOfNothingIsRight() {
        script.told(1, 0, 1, READ, absent());
        assertRight();
    }

    @Test
    void oneReadOfWhatNobodyWroteIsWrong() {
        script.told(1, 0, 1, READ, value(7));
        assertWrong(READ);
    }

    @Test
    void aReadAfterAWriteSeesIt() {
        script.told(1, 0, 1, write(1), DONE).told(2, 2, 3, READ, value(1));
        assertRight();
    }

    @Test
    void aStaleReadAfterAnAcknowledgedWriteIsWrong() {
        script.told(1, 0, 1, write(1), DONE).told(1, 2, 3, write(2), DONE).told(2, 4, 5, READ, value(1));
        assertWrong(READ);
    }

    @Test
    void aReadDuringAWriteMaySeeTheOldOrTheNew() {
        script.told(1, 0, 10, write(1), DONE).told(2, 1, 3, READ, absent()).told(3, 2, 4, READ, value(1));
        assertRight();
    }

    @Test
    void onceAReadSawTheNewNoLaterOneSeesTheOld() {
        script.told(1, 0, 10, write(1), DONE).told(2, 1, 2, READ, value(1)).told(3, 3, 4, READ, absent());
        assertWrong(READ);
    }

    @Test
    void concurrentWritesMayGoInEitherOrder() {
        script.told(1, 0, 5, write(1), DONE).told(2, 1, 4, write(2), DONE).told(3, 6, 7, READ, value(1));
        assertRight();
    }

    @Test
    void twoReadersMayNotSeeConcurrentWritesInDifferentOrders() {
        script.told(1, 0, 1, write(1), DONE)
                .told(2, 0.5, 1.5, write(2), DONE)
                .told(3, 2, 3, READ, value(1))
                .told(4, 4, 5, READ, value(2));
        assertWrong(READ);
    }

    @Test
    void aWriteLostBetweenTwoReadsOfTheSameValueIsWrong() {
        script.told(1, 0, 1, write(1), DONE)
                .told(2, 2, 3, READ, value(1))
                .told(2, 4, 5, write(2), DONE)
                .told(3, 6, 7, READ, value(1));
        assertWrong(READ);
    }

    @Test
    void twoUpdatesFromTheSameValueLoseOne() {
        script.told(1, 0, 1, write(0), DONE)
                .told(2, 2, 5, compareAndSet(0, 1), new Compared(true))
                .told(3, 3, 4, compareAndSet(0, 2), new Compared(true));
        assertWrong(compareAndSet(0, 1));
    }

    @Test
    void aCompareAndSetThatWasToldNoIsWrongIfTheValueWasTheExpectedOne() {
        script.told(1, 0, 1, write(0), DONE).told(2, 2, 3, compareAndSet(0, 1), new Compared(false));
        assertWrong(compareAndSet(0, 1));
    }

    @Test
    void twoHalvesOfASplitClusterThatBothServeAreWrong() {
        script.told(1, 0, 1, write(1), DONE)
                .told(2, 2, 3, write(2), DONE) // the majority's leader
                .told(3, 4, 5, READ, value(2))
                .told(4, 6, 7, READ, value(1)) // the leader that does not know it is none
                .told(3, 8, 9, READ, value(2));
        assertWrong(READ);
    }

    @Test
    void whereTwoOperationsLeadToTheSameValueTheOneThatCannotWaitIsFirst() {
        script.told(1, 0, 100, write(9), DONE)
                .told(2, 1, 10, write(2), DONE)
                .told(3, 2, 12, new CompareAndSet("x", null, 2), new Compared(true))
                .told(4, 3, 8, write(3), DONE)
                .told(5, 20, 21, READ, value(2));
        assertRight();
    }

    @Test
    void aWriteOfUnknownOutcomeMayHappenLate() {
        script.unknown(1, 0, 1, write(1))
                .told(2, 2, 3, READ, absent())
                .told(2, 4, 5, write(2), DONE)
                .told(2, 6, 7, READ, value(2))
                .told(3, 8, 9, READ, value(1));
        assertRight();
    }

    @Test
    void aWriteOfUnknownOutcomeMayNeverHappen() {
        script.unknown(1, 0, 1, write(1)).told(2, 2, 3, READ, absent()).told(2, 4, 5, READ, absent());
        assertRight();
    }

    @Test
    void aWriteOfUnknownOutcomeOnceSeenStaysSeen() {
        script.unknown(1, 0, 1, write(1)).told(2, 2, 3, READ, value(1)).told(3, 4, 5, READ, absent());
        assertWrong(READ);
    }

    @Test
    void aWriteOfUnknownOutcomeHappensOnceOnly() {
        script.unknown(1, 0, 1, write(1))
                .told(2, 2, 3, READ, value(1))
                .told(2, 4, 5, write(2), DONE)
                .told(3, 6, 7, READ, value(1));
        assertWrong(READ);
    }

    @Test
    void twoEqualWritesOfUnknownOutcomeMayHappenOnceEach() {
        script.unknown(1, 0, 1, write(1))
                .unknown(1, 1, 2, write(1))
                .told(2, 3, 4, READ, value(1))
                .told(2, 5, 6, write(2), DONE)
                .told(3, 7, 8, READ, value(1));
        assertRight();
    }

    @Test
    void ofTwoUnknownOutcomesThatExplainAnAnswerTheOtherMayBeNeededLater() {
        script.unknown(1, 0, 1, write(1))
                .unknown(2, 0.5, 1, new CompareAndSet("x", null, 1))
                .told(3, 2, 3, READ, value(1))
                .told(3, 4, 5, write(2), DONE)
                .told(3, 6, 7, READ, value(1));
        assertRight();
    }

    @Test
    void aWriteOfUnknownOutcomeIsNotSeenBeforeItBegan() {
        script.told(2, 0, 1, READ, value(1)).unknown(1, 2, 3, write(1));
        assertWrong(READ);
    }

    @Test
    void aCompareAndSetOfUnknownOutcomeHappensOnlyWhereItFits() {
        script.unknown(1, 0, 1, compareAndSet(5, 1)).told(2, 2, 3, READ, value(1));
        assertWrong(READ);
    }

    @Test
    void manyUnknownWritesMayHaveToHappenInARowBeforeAnAnswer() {
        for (int i = 0; i < 6; i++) {
            script.unknown(1, i, i + 0.5, compareAndSet(i, i + 1));
        }
        script.told(2, 7, 8, write(0), DONE).told(2, 9, 10, READ, value(6));
        assertRight();
    }

    @Test
    void anOperationThatIsOpenWhenTheHistoryEndsMayHaveHappened() {
        script.open(1, 0, write(1)).told(2, 2, 3, READ, value(1));
        assertRight();
    }

    @Test
    void anOperationThatIsOpenWhenTheHistoryEndsMayNotHaveHappened() {
        script.open(1, 0, write(1)).told(2, 2, 3, READ, absent());
        assertRight();
    }

    @Test
    void aWriteThatFailedMayNotBeSeen() {
        script.failed(1, 0, 1, write(1)).told(2, 2, 3, READ, value(1));
        assertWrong(READ);
    }

    @Test
    void keysDoNotMeddleWithEachOther() {
        script.told(1, 0, 1, write(1), DONE).told(2, 2, 3, new Read("y"), absent());
        assertRight();
    }

    private void assertRight() {
        assertThat(check()).isInstanceOf(Verdict.Ok.class);
    }

    private void assertWrong(Input last) {
        assertThat(check()).isInstanceOfSatisfying(Verdict.Illegal.class, illegal -> {
            assertThat(illegal.key()).isEqualTo("x");
            assertThat(illegal.cannotFollow())
                    .extracting(operation -> (Object) operation.input())
                    .containsOnly(last);
        });
    }

    private Verdict check() {
        return LinearizabilityChecker.check(script.history(), new RegisterModel(), 10_000);
    }

    private static Input write(long value) {
        return new Write("x", value);
    }

    private static Input compareAndSet(long expected, long wanted) {
        return new CompareAndSet("x", expected, wanted);
    }

    private static Output value(long value) {
        return new Value(value);
    }

    private static Output absent() {
        return new Value(null);
    }
}
