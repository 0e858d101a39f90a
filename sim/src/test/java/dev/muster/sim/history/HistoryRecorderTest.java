package dev.muster.sim.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class HistoryRecorderTest {
    private final HistoryRecorder<String, String> recorder = new HistoryRecorder<>();

    @Test
    void keepsWhatHappenedOrMayHaveAndSetsAsideWhatFailed() {
        int done = recorder.invoked(1, 10, "a");
        int failed = recorder.invoked(2, 10, "b");
        int unknown = recorder.invoked(3, 20, "c");
        recorder.returned(done, 30, "A");
        recorder.failed(failed);
        recorder.outcomeUnknown(unknown);
        recorder.invoked(3, 40, "d");
        assertThat(recorder.history())
                .isEqualTo(new History<>(
                        List.of(
                                new Operation<>(0, 1, new Moment(10, 0), new Moment(30, 3), "a", "A"),
                                new Operation<>(2, 3, new Moment(20, 2), Moment.NEVER, "c", null),
                                new Operation<>(3, 3, new Moment(40, 4), Moment.NEVER, "d", null)),
                        List.of("b")));
    }

    @Test
    void aCallAfterAReturnAtTheSameTimeComesAfterIt() {
        int first = recorder.invoked(1, 10, "a");
        recorder.returned(first, 20, "A");
        recorder.invoked(2, 20, "b");
        List<Operation<String, String>> operations = recorder.history().operations();
        assertThat(operations.get(0).precedes(operations.get(1))).isTrue();
        assertThat(operations.get(1).precedes(operations.get(0))).isFalse();
    }

    @Test
    void aClientHasOneCallOpenAtATime() {
        recorder.invoked(1, 10, "a");
        assertThatThrownBy(() -> recorder.invoked(1, 20, "b"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("client 1 has call 0 open");
    }

    @Test
    void aCallEndsOnce() {
        int call = recorder.invoked(1, 10, "a");
        recorder.outcomeUnknown(call);
        assertThatThrownBy(() -> recorder.returned(call, 20, "A"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("call 0 has ended already: UNKNOWN");
    }

    @Test
    void timeDoesNotRunBackwards() {
        recorder.invoked(1, 10, "a");
        assertThatThrownBy(() -> recorder.invoked(2, 9, "b"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("time runs backwards: 9 ns after 10 ns");
    }

    @Test
    void anOperationReturnsAfterItsCallAndWithAnAnswer() {
        Moment early = new Moment(1, 0);
        Moment late = new Moment(1, 1);
        assertThatThrownBy(() -> new Operation<>(5, 1, late, early, "a", "A"))
                .hasMessage("operation 5 returns before it is invoked");
        assertThatThrownBy(() -> new Operation<>(5, 1, early, late, "a", null))
                .hasMessage("operation 5 has an output if and only if it returns");
        assertThatThrownBy(() -> new Operation<>(5, 1, early, Moment.NEVER, "a", "A"))
                .hasMessage("operation 5 has an output if and only if it returns");
    }

    @Test
    void aHistoryIsInTheOrderOfItsCalls() {
        Operation<String, String> first = new Operation<>(1, 1, new Moment(1, 0), Moment.NEVER, "a", null);
        Operation<String, String> second = new Operation<>(2, 2, new Moment(1, 1), Moment.NEVER, "b", null);
        assertThatThrownBy(() -> new History<>(List.of(second, first), List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("operation 1 is out of order");
    }
}
