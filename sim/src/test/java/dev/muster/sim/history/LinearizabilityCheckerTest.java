package dev.muster.sim.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.sim.history.RegisterModel.CompareAndSet;
import dev.muster.sim.history.RegisterModel.Input;
import dev.muster.sim.history.RegisterModel.Output;
import dev.muster.sim.history.RegisterModel.Read;
import dev.muster.sim.history.RegisterModel.Value;
import dev.muster.sim.history.RegisterModel.Write;
import dev.muster.sim.history.RegisterModel.Written;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a verdict says, and what happens at the limit. */
class LinearizabilityCheckerTest {
    private static final RegisterModel MODEL = new RegisterModel();

    private final Script<Input, Output> script = new Script<>();

    @Test
    void aWrongHistoryIsExplainedWithTheOrderSoFarAndWhatCannotFollow() {
        script.told(1, 0, 1, new Write("x", 1), new Written())
                .unknown(3, 1.25, 1.75, new Write("x", 9))
                .told(1, 2, 3.000001, new Write("x", 2), new Written())
                .told(2, 4.5, 5, new Read("x"), new Value(1L))
                .told(2, 6, 7, new Read("x"), new Value(2L));
        Verdict verdict = LinearizabilityChecker.check(script.history(), MODEL, 1_000);
        assertThat(verdict.explanation()).isEqualTo("""
                        x is not linearizable: 2 of 5 operations can be put in order; the state is then 2, and none of these can follow:
                          client 2        4.500000s .. 5.000000s      read x → 1
                        nor does it help that these may have happened:
                          client 3        1.250000s .. ?              write x = 9 → outcome unknown
                        the order so far:
                          client 1        0.000000s .. 1.000000s      write x = 1 → done
                          client 1        2.000000s .. 3.000001s      write x = 2 → done""");
    }

    @Test
    void theLongestOrderIsGivenNotTheOneTriedLast() {
        script.told(1, 0, 1, new Write("x", 1), new Written())
                .told(2, 0, 2, new Write("x", 2), new Written())
                .told(3, 3, 4, new Read("x"), new Value(1L))
                .told(3, 5, 6, new Read("x"), new Value(2L));
        assertThat(LinearizabilityChecker.check(script.history(), MODEL, 1_000))
                .isInstanceOfSatisfying(Verdict.Illegal.class, illegal -> {
                    assertThat(illegal.prefix())
                            .extracting(operation -> (Object) operation.input())
                            .containsExactly(new Write("x", 2), new Write("x", 1), new Read("x"));
                    assertThat(illegal.cannotFollow())
                            .extracting(operation -> (Object) operation.output())
                            .containsExactly(new Value(2L));
                });
    }

    @Test
    void aHistoryIsUndecidedAndNotRightWhenTheStepsRunOut() {
        hardAndWrong("x");
        Verdict verdict = LinearizabilityChecker.check(script.history(), MODEL, 500);
        assertThat(verdict.isOk()).isFalse();
        assertThat(verdict).isInstanceOfSatisfying(Verdict.TooComplex.class, undecided -> {
            assertThat(undecided.key()).isEqualTo("x");
            assertThat(undecided.operations()).isEqualTo(15);
            assertThat(undecided.inOrder()).isEqualTo(14);
            assertThat(undecided.steps()).isBetween(500L, 520L);
        });
        assertThat(verdict.explanation())
                .startsWith("undecided: x has 15 operations, of which 14 could be put in order within 5")
                .endsWith(" steps; allow more steps or record shorter histories");
    }

    @Test
    void theSameHistoryIsDecidedWithMoreSteps() {
        hardAndWrong("x");
        assertThat(LinearizabilityChecker.check(script.history(), MODEL, 10_000_000))
                .isInstanceOf(Verdict.Illegal.class);
    }

    @Test
    void nothingIsDecidedWithoutSteps() {
        script.told(1, 0, 1, new Write("x", 1), new Written());
        assertThat(LinearizabilityChecker.check(script.history(), MODEL, 0)).isInstanceOf(Verdict.TooComplex.class);
    }

    @Test
    void aWrongKeyCountsMoreThanAnUndecidedOne() {
        hardAndWrong("hard");
        script.told(50, 200, 201, new Read("wrong"), new Value(1L))
                .told(50, 202, 203, new Write("right", 1), new Written());
        assertThat(LinearizabilityChecker.check(script.history(), MODEL, 500))
                .isInstanceOfSatisfying(
                        Verdict.Illegal.class,
                        illegal -> assertThat(illegal.key()).isEqualTo("wrong"));
    }

    @Test
    void smallKeysAreJudgedFirstSoThatALargeOneHasWhatTheyLeave() {
        for (int i = 0; i < 8; i++) {
            script.told(1, 2 * i, 2 * i + 1, new Write("large", i), new Written());
        }
        script.told(2, 100, 101, new Write("small", 1), new Written());
        assertThat(LinearizabilityChecker.check(script.history(), MODEL, 10)).isEqualTo(new Verdict.Ok(9, 9));
    }

    @Test
    void anUndecidedKeyKeepsAHistoryFromBeingRight() {
        hardAndWrong("hard");
        script.told(50, 200, 201, new Read("right"), new Value(null));
        assertThat(LinearizabilityChecker.check(script.history(), MODEL, 500))
                .isInstanceOfSatisfying(
                        Verdict.TooComplex.class,
                        undecided -> assertThat(undecided.key()).isEqualTo("hard"));
    }

    @Test
    void theSameHistoryGivesTheSameWords() {
        hardAndWrong("x");
        List<String> words = List.of(judge(1_000_000), judge(1_000_000), judge(500), judge(500));
        assertThat(words.get(0)).isEqualTo(words.get(1));
        assertThat(words.get(2)).isEqualTo(words.get(3));
    }

    private String judge(long stepsMax) {
        return LinearizabilityChecker.check(script.history(), MODEL, stepsMax).explanation();
    }

    /** Fourteen concurrent writes that any order of explains, and a read that none explains. */
    private void hardAndWrong(String key) {
        for (int client = 0; client < 14; client++) {
            script.told(client, 0, 100, new Write(key, client), new Written());
        }
        script.told(20, 101, 102, new Read(key), new Value(-1L));
    }

    @Test
    void aCompareAndSetFromAbsentSetsOnlyAnAbsentKey() {
        script.told(1, 0, 1, new CompareAndSet("x", null, 1), new RegisterModel.Compared(true))
                .told(1, 2, 3, new CompareAndSet("x", null, 2), new RegisterModel.Compared(false));
        assertThat(LinearizabilityChecker.check(script.history(), MODEL, 100)).isEqualTo(new Verdict.Ok(2, 2));
    }
}
