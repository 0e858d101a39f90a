package dev.muster.sim.history;

import dev.muster.sim.history.BankModel.Input;
import dev.muster.sim.history.BankModel.Ledger;
import dev.muster.sim.history.BankModel.Output;
import dev.muster.sim.history.BankModel.Transfer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Judges a history of {@link BankModel}: by its anomalies in linear time (the sum of every read, nothing below zero, every
 * acknowledged transfer in every later ledger), and if there is none, in full: every read of all balances is one moment
 * of one order.
 *
 * <p>A transfer of unknown outcome makes the full check hard, since each subset of them may have happened at each read. A
 * ledger read after everything else settles many of them: what is not in it never mattered.
 */
public final class BankCheck {
    private BankCheck() {}

    /**
     * {@link Verdict.Anomalous} if a single answer is wrong, otherwise what {@link LinearizabilityChecker#check} says.
     * {@link Verdict.TooComplex} then says what was shown all the same: what Jepsen's bank test shows, which is less than
     * linearizability. Throws {@link IllegalArgumentException} if two transfers share an id.
     *
     * @param openingBalances of accounts 0, 1, …, before the history
     * @param stepsMax the limit of the full check
     */
    public static Verdict check(History<Input, Output> history, List<Long> openingBalances, long stepsMax) {
        BankModel model = new BankModel(openingBalances);
        List<Anomaly> anomalies = BankAnomalies.of(history, model.opening());
        if (!anomalies.isEmpty()) {
            return new Verdict.Anomalous(anomalies);
        }
        Verdict verdict = LinearizabilityChecker.check(settled(history), model, stepsMax);
        return verdict instanceof Verdict.TooComplex undecided ? withWhatIsKnown(undecided, history) : verdict;
    }

    private static Verdict.TooComplex withWhatIsKnown(Verdict.TooComplex undecided, History<Input, Output> history) {
        String ledger = history.operations().stream().anyMatch(operation -> operation.output() instanceof Ledger)
                ? ", every acknowledged transfer is in every ledger read after it"
                : "";
        return new Verdict.TooComplex(
                undecided.key(),
                undecided.operations(),
                undecided.inOrder(),
                undecided.steps(),
                "every read has the right total, no balance is below zero" + ledger
                        + "; not that every read is one moment of one order");
    }

    /** The history without the unknown transfers that are not in the last ledger, if that began after all returns. */
    private static History<Input, Output> settled(History<Input, Output> history) {
        Operation<Input, Output> last = null;
        Moment lastOtherReturn = new Moment(Long.MIN_VALUE, 0);
        for (Operation<Input, Output> operation : history.operations()) {
            if (operation.output() instanceof Ledger) {
                last = operation;
            }
        }
        for (Operation<Input, Output> operation : history.operations()) {
            if (operation != last && !operation.isUnknown() && lastOtherReturn.isBefore(operation.returned())) {
                lastOtherReturn = operation.returned();
            }
        }
        return last != null && lastOtherReturn.isBefore(last.invoked()) ? settledBy(last, history) : history;
    }

    private static History<Input, Output> settledBy(Operation<Input, Output> last, History<Input, Output> history) {
        Set<Long> done = new HashSet<>(((Ledger) last.output()).ids());
        List<Operation<Input, Output>> settled = new ArrayList<>();
        for (Operation<Input, Output> operation : history.operations()) {
            boolean neverSeen = operation.isUnknown()
                    && operation.input() instanceof Transfer transfer
                    && !done.contains(transfer.id());
            if (!neverSeen) {
                settled.add(operation);
            }
        }
        return new History<>(settled, history.failed());
    }
}
