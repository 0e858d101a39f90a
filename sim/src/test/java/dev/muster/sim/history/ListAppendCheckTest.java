package dev.muster.sim.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.sim.history.Anomaly.Kind;
import dev.muster.sim.history.ListAppendModel.Append;
import dev.muster.sim.history.ListAppendModel.Done;
import dev.muster.sim.history.ListAppendModel.Input;
import dev.muster.sim.history.ListAppendModel.Output;
import dev.muster.sim.history.ListAppendModel.Read;
import dev.muster.sim.history.ListAppendModel.Values;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Histories of lists: each anomaly by its name, and agreement of the full check with the quick one. */
class ListAppendCheckTest {
    private static final Input READ = new Read("x");
    private static final Output DONE = new Done();
    private static final long STEPS_MAX = 10_000;

    private final Script<Input, Output> script = new Script<>();

    @Test
    void appendsAndReadsInTurnAreRight() {
        script.told(1, 0, 1, append(1), DONE)
                .told(2, 2, 3, READ, values(1))
                .told(1, 4, 5, append(2), DONE)
                .told(2, 6, 7, READ, values(1, 2));
        assertRight();
    }

    @Test
    void concurrentAppendsTakeTheOrderThatIsRead() {
        script.told(1, 0, 10, append(1), DONE)
                .told(2, 0, 10, append(2), DONE)
                .told(3, 0, 10, append(3), DONE)
                .told(4, 11, 12, READ, values(3, 1, 2));
        assertRight();
    }

    @Test
    void anAppendOfUnknownOutcomeMayShowLateOrNever() {
        script.unknown(1, 0, 1, append(1))
                .unknown(1, 2, 3, append(2))
                .told(2, 4, 5, READ, values())
                .told(2, 6, 7, READ, values(1));
        assertRight();
    }

    @Test
    void appendsAfterTheLastReadAreRight() {
        script.told(1, 0, 1, append(1), DONE)
                .told(2, 2, 3, READ, values(1))
                .told(1, 4, 5, append(2), DONE)
                .told(1, 6, 7, append(3), DONE);
        assertRight();
    }

    @Test
    void anAcknowledgedAppendThatALaterReadLacksIsLost() {
        script.told(1, 0, 1, append(1), DONE).told(2, 2, 3, READ, values());
        assertWrong(Kind.LOST_WRITE);
    }

    @Test
    void anAcknowledgedAppendThatALaterAppendOvertookInAReadIsLost() {
        script.told(1, 0, 1, append(1), DONE).told(2, 2, 5, append(2), DONE).told(3, 0.5, 6, READ, values(2));
        assertWrong(Kind.LOST_WRITE);
    }

    @Test
    void aReadOfAFailedAppendIsDirty() {
        script.failed(1, 0, 1, append(1)).told(2, 2, 3, READ, values(1));
        assertWrong(Kind.DIRTY_READ);
    }

    @Test
    void aReadOfWhatWasNeverAppendedComesFromNowhere() {
        script.told(2, 2, 3, READ, values(1));
        assertWrong(Kind.READ_FROM_NOWHERE);
    }

    @Test
    void aReadOfWhatIsAppendedLaterComesFromTheFuture() {
        script.told(2, 0, 1, READ, values(1)).told(1, 2, 3, append(1), DONE);
        assertWrong(Kind.READ_FROM_FUTURE, Kind.REORDERED_WRITES);
    }

    @Test
    void aRetriedAppendThatIsAppliedTwiceIsADuplicate() {
        script.told(1, 0, 1, append(1), DONE).told(2, 2, 3, READ, values(1, 1));
        assertWrong(Kind.DUPLICATE);
    }

    @Test
    void readsThatAreNotBeginningsOfEachOtherAreIncompatible() {
        script.told(1, 0, 10, append(1), DONE)
                .told(2, 0, 10, append(2), DONE)
                .told(3, 1, 9, READ, values(1, 2))
                .told(4, 1, 9, READ, values(2));
        assertWrong(Kind.INCOMPATIBLE_READS);
    }

    @Test
    void aReadThatShowsLessThanAnEarlierOneIsStale() {
        script.told(1, 0, 10, append(1), DONE).told(2, 1, 2, READ, values(1)).told(3, 3, 4, READ, values());
        assertWrong(Kind.STALE_READ);
    }

    @Test
    void aReadThatLacksAnAcknowledgedAppendThatOthersSeeIsStale() {
        script.told(1, 0, 1, append(1), DONE).told(2, 0.5, 9, READ, values(1)).told(3, 3, 4, READ, values());
        assertWrong(Kind.STALE_READ);
    }

    @Test
    void appendsInTurnThatAreReadTheOtherWayRoundAreReordered() {
        script.told(1, 0, 1, append(1), DONE).told(1, 2, 3, append(2), DONE).told(2, 4, 5, READ, values(2, 1));
        assertWrong(Kind.REORDERED_WRITES);
    }

    @Test
    void anAnomalyNamesTheOperationsThatContradictEachOther() {
        script.told(1, 0, 1, append(1), DONE).told(2, 2, 3, READ, values());
        assertThat(check().explanation()).isEqualTo("""
                        not linearizable: 1 anomalies
                        lost write of x: an append acknowledged before is not in the list
                          client 1        0.000000s .. 1.000000s      append 1 to x → done
                          client 2        2.000000s .. 3.000000s      read x → []""");
    }

    @Test
    void aValueAppendedByTwoOperationsIsAMistakeOfTheWorkload() {
        script.told(1, 0, 1, append(1), DONE).told(1, 2, 3, append(1), DONE);
        assertThatThrownBy(this::check)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("value 1 is appended to x by two operations");
    }

    @Test
    void theStateOfAListIsDescribedByItsEnd() {
        script.told(1, 0, 1, append(1), DONE).told(1, 2, 3, append(2), DONE).told(2, 4, 5, READ, values(1));
        assertThat(LinearizabilityChecker.check(script.history(), new ListAppendModel(), STEPS_MAX)
                        .explanation())
                .startsWith("x is not linearizable: 2 of 3 operations can be put in order; "
                        + "the state is then a list of 1 values [1] and others that were never read, and none");
    }

    private void assertRight() {
        assertThat(check()).isInstanceOf(Verdict.Ok.class);
    }

    private void assertWrong(Kind... kinds) {
        assertThat(check())
                .isInstanceOfSatisfying(
                        Verdict.Anomalous.class,
                        anomalous -> assertThat(anomalous.anomalies())
                                .extracting(Anomaly::kind)
                                .containsExactly(kinds));
        assertThat(LinearizabilityChecker.check(script.history(), new ListAppendModel(), STEPS_MAX))
                .as("the full check agrees")
                .isInstanceOf(Verdict.Illegal.class);
    }

    private Verdict check() {
        return ListAppendCheck.check(script.history(), STEPS_MAX);
    }

    private static Input append(long value) {
        return new Append("x", value);
    }

    private static Output values(long... values) {
        return new Values(Arrays.stream(values).boxed().toList());
    }
}
