package dev.muster.sim.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** 100,000 operations are judged in at most 10 s of one core; prints what it took. */
class CheckerSpeedIT {
    private static final int OPERATIONS = 100_000;
    private static final int CLIENTS = 10;
    private static final double UNKNOWN = 0.01;
    private static final long STEPS_MAX = 20_000_000;
    private static final double SECONDS_MAX = 10;

    @Test
    void registersOfAThousandKeys() {
        History<RegisterModel.Input, RegisterModel.Output> history = history(new NaiveRegisters(1_000, 100), UNKNOWN);
        judge("registers, 1,000 keys", () -> LinearizabilityChecker.check(history, new RegisterModel(), STEPS_MAX));
    }

    @Test
    void oneRegister() {
        History<RegisterModel.Input, RegisterModel.Output> history = history(new NaiveRegisters(1, 100), UNKNOWN);
        judge("registers, 1 key", () -> LinearizabilityChecker.check(history, new RegisterModel(), STEPS_MAX));
    }

    @Test
    void lists() {
        History<ListAppendModel.Input, ListAppendModel.Output> history = history(new NaiveLists(1_000), UNKNOWN);
        judge("lists, 1,000 keys", () -> ListAppendCheck.check(history, STEPS_MAX));
    }

    @Test
    void aBank() {
        List<Long> opening = List.of(1_000L, 1_000L, 1_000L, 1_000L, 1_000L, 1_000L, 1_000L, 1_000L);
        NaiveBank bank = new NaiveBank(opening, 50);
        History<BankModel.Input, BankModel.Output> history = withLedger(history(bank, UNKNOWN), bank);
        judge("bank, 8 accounts", () -> BankCheck.check(history, opening, STEPS_MAX));
    }

    /** As a workload should end: when all is quiet, one reads what has been done after all. */
    private static History<BankModel.Input, BankModel.Output> withLedger(
            History<BankModel.Input, BankModel.Output> history, NaiveBank bank) {
        List<Operation<BankModel.Input, BankModel.Output>> operations = new ArrayList<>(history.operations());
        long end = Long.MAX_VALUE - 2;
        for (BankModel.Input input : List.of(new BankModel.ReadAll(), new BankModel.ReadLedger())) {
            BankModel.Output output = bank.apply(input);
            int id = OPERATIONS + operations.size();
            operations.add(new Operation<>(id, 0, new Moment(end, id), new Moment(++end, id), input, output));
        }
        return new History<>(operations, history.failed());
    }

    @Test
    void oneWrongAnswerInAThousandKeysIsFound() {
        History<RegisterModel.Input, RegisterModel.Output> history =
                withOneReadOfAnUnwrittenValue(history(new NaiveRegisters(1_000, 100), UNKNOWN));
        Verdict verdict = timed(
                "registers, 1,000 keys, one answer wrong",
                () -> LinearizabilityChecker.check(history, new RegisterModel(), STEPS_MAX));
        assertThat(verdict).isInstanceOf(Verdict.Illegal.class);
    }

    private static History<RegisterModel.Input, RegisterModel.Output> withOneReadOfAnUnwrittenValue(
            History<RegisterModel.Input, RegisterModel.Output> history) {
        List<Operation<RegisterModel.Input, RegisterModel.Output>> operations = new ArrayList<>(history.operations());
        for (int i = OPERATIONS / 2; i < operations.size(); i++) {
            var old = operations.get(i);
            if (old.input() instanceof RegisterModel.Read && !old.isUnknown()) {
                RegisterModel.Output wrong = new RegisterModel.Value(-1L);
                operations.set(
                        i, new Operation<>(old.id(), old.client(), old.invoked(), old.returned(), old.input(), wrong));
                return new History<>(operations, history.failed());
            }
        }
        throw new AssertionError("no read in the second half");
    }

    private static <I, O> History<I, O> history(Naive<I, O> data, double unknownShare) {
        return RandomHistory.of(new Random(42), data, CLIENTS, OPERATIONS, unknownShare);
    }

    private static void judge(String what, Supplier<Verdict> check) {
        assertThat(timed(what, check)).isInstanceOf(Verdict.Ok.class);
    }

    private static Verdict timed(String what, Supplier<Verdict> check) {
        long begin = cpuNanos();
        Verdict verdict = check.get();
        double seconds = (cpuNanos() - begin) / 1e9;
        System.out.printf(
                "history checker: %s: %.2f s of CPU; %s%n",
                what, seconds, verdict.explanation().lines().findFirst().orElse(""));
        assertThat(seconds).as("seconds of CPU for %s", what).isLessThan(SECONDS_MAX);
        return verdict;
    }

    private static long cpuNanos() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }
}
