package dev.muster.sim.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** The checker against the definition of linearizability, on histories drawn from fixed seeds. */
class RandomHistoriesTest {
    private static final long STEPS_MAX = 1_000_000;
    private static final List<Long> OPENING = List.of(3L, 2L, 1L);

    private final Naive<RegisterModel.Input, RegisterModel.Output> registers = new NaiveRegisters(2, 3);
    private final Naive<ListAppendModel.Input, ListAppendModel.Output> lists = new NaiveLists(2);
    private final Naive<BankModel.Input, BankModel.Output> bank = new NaiveBank(OPENING, 3);

    @Test
    void registersDoneAtomicallyAreAlwaysAccepted() {
        acceptsWhatWasDoneAtomically(registers, RandomHistoriesTest::checkRegisters);
    }

    @Test
    void listsDoneAtomicallyAreAlwaysAccepted() {
        acceptsWhatWasDoneAtomically(lists, history -> ListAppendCheck.check(history, STEPS_MAX));
    }

    @Test
    void aBankDoneAtomicallyIsAlwaysAccepted() {
        acceptsWhatWasDoneAtomically(bank, history -> BankCheck.check(history, OPENING, STEPS_MAX));
    }

    @Test
    void tinyRegistersAreJudgedAsByTryingEveryOrder() {
        judgesAsTheDefinitionDoes(registers, RandomHistoriesTest::checkRegisters);
    }

    @Test
    void tinyListsAreJudgedAsByTryingEveryOrder() {
        judgesAsTheDefinitionDoes(
                lists, history -> LinearizabilityChecker.check(history, new ListAppendModel(), STEPS_MAX));
    }

    @Test
    void tinyListsHaveAnomaliesExactlyIfNoOrderExplainsThem() {
        judgesAsTheDefinitionDoes(lists, history -> {
            List<Anomaly> anomalies = ListAppendAnomalies.of(history);
            return anomalies.isEmpty() ? new Verdict.Ok(history.size(), 0) : new Verdict.Anomalous(anomalies);
        });
    }

    @Test
    void aTinyBankIsJudgedAsByTryingEveryOrder() {
        judgesAsTheDefinitionDoes(bank, history -> BankCheck.check(history, OPENING, STEPS_MAX));
    }

    private static Verdict checkRegisters(History<RegisterModel.Input, RegisterModel.Output> history) {
        return LinearizabilityChecker.check(history, new RegisterModel(), STEPS_MAX);
    }

    private static <I, O> void acceptsWhatWasDoneAtomically(Naive<I, O> data, Function<History<I, O>, Verdict> check) {
        for (int seed = 0; seed < 100; seed++) {
            History<I, O> history = RandomHistory.of(new Random(seed), data.copy(), 5, 200, seed % 2 == 0 ? 0 : 0.05);
            Verdict verdict = check.apply(history);
            assertThat(verdict).as("seed %d", seed).isInstanceOf(Verdict.Ok.class);
        }
    }

    private static <I, O> void judgesAsTheDefinitionDoes(Naive<I, O> data, Function<History<I, O>, Verdict> check) {
        int right = 0;
        int wrong = 0;
        for (int seed = 0; seed < 2_500; seed++) {
            Random random = new Random(seed);
            History<I, O> history = RandomHistory.of(random, data.copy(), 3, 2 + random.nextInt(6), 0.2);
            for (int mutations = random.nextInt(3); mutations > 0; mutations--) {
                history = RandomHistory.mutated(random, data, history);
            }
            boolean expected = BruteForce.isLinearizable(history.operations(), data);
            Verdict verdict = check.apply(history);
            assertThat(verdict).as("seed %d", seed).isNotInstanceOf(Verdict.TooComplex.class);
            assertThat(verdict.isOk())
                    .as("seed %d: %s judged %s", seed, history, verdict)
                    .isEqualTo(expected);
            right += expected ? 1 : 0;
            wrong += expected ? 0 : 1;
        }
        assertThat(right).as("histories that are right").isGreaterThan(500);
        assertThat(wrong).as("histories that are wrong").isGreaterThan(500);
    }
}
