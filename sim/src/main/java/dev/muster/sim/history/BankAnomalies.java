package dev.muster.sim.history;

import dev.muster.sim.history.Anomaly.Kind;
import dev.muster.sim.history.BankModel.Balances;
import dev.muster.sim.history.BankModel.Input;
import dev.muster.sim.history.BankModel.Ledger;
import dev.muster.sim.history.BankModel.Output;
import dev.muster.sim.history.BankModel.Transfer;
import dev.muster.sim.history.BankModel.Transferred;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What is wrong with single answers of a bank: a total that changed, a balance below zero, a ledger that lacks an
 * acknowledged transfer or has one that failed. Linear in the lengths of the answers. Every anomaly is proof; none is none.
 */
final class BankAnomalies {
    private final History<Input, Output> history;
    private final Balances opening;
    private final Map<Long, Operation<Input, Output>> transfers = new HashMap<>();
    private final Set<Long> failed = new HashSet<>();
    private final List<Anomaly> found = new ArrayList<>();

    private BankAnomalies(History<Input, Output> history, Balances opening) {
        this.history = history;
        this.opening = opening;
    }

    /** All anomalies; throws {@link IllegalArgumentException} if two transfers share an id. */
    static List<Anomaly> of(History<Input, Output> history, Balances opening) {
        return new BankAnomalies(history, opening).find();
    }

    private List<Anomaly> find() {
        history.failed().forEach(input -> {
            if (input instanceof Transfer transfer) {
                failed.add(transfer.id());
            }
        });
        for (Operation<Input, Output> operation : history.operations()) {
            if (operation.input() instanceof Transfer transfer
                    && (transfers.put(transfer.id(), operation) != null || failed.contains(transfer.id()))) {
                throw new IllegalArgumentException("two transfers have the id " + transfer.id());
            }
        }
        for (Operation<Input, Output> operation : history.operations()) {
            if (operation.output() instanceof Balances read) {
                checkBalances(operation, read);
            } else if (operation.output() instanceof Ledger ledger) {
                checkLedger(operation, ledger);
            }
        }
        return found;
    }

    private void checkBalances(Operation<Input, Output> read, Balances balances) {
        if (balances.total() != opening.total() || balances.accounts() != opening.accounts()) {
            String detail = balances.accounts() + " accounts with " + balances.total() + " in all, where there were "
                    + opening.accounts() + " with " + opening.total();
            report(Kind.BROKEN_TOTAL, detail, read);
        } else if (balances.lowest() < 0) {
            report(Kind.OVERDRAWN, "an account has " + balances.lowest(), read);
        }
    }

    private void checkLedger(Operation<Input, Output> read, Ledger ledger) {
        Set<Long> listed = new HashSet<>();
        for (long id : ledger.ids()) {
            if (listed.add(id)) {
                checkListed(read, id);
            } else {
                report(Kind.DUPLICATE, "transfer #" + id + " is in the ledger twice", read);
            }
        }
        for (Operation<Input, Output> operation : history.operations()) {
            if (operation.output() instanceof Transferred
                    && operation.precedes(read)
                    && !listed.contains(((Transfer) operation.input()).id())) {
                report(Kind.LOST_WRITE, "an acknowledged transfer is not in the ledger", operation, read);
            }
        }
    }

    private void checkListed(Operation<Input, Output> read, long id) {
        Operation<Input, Output> transfer = transfers.get(id);
        if (transfer == null && failed.contains(id)) {
            report(Kind.DIRTY_READ, "transfer #" + id + " is in the ledger, and it failed", read);
        } else if (transfer == null) {
            report(Kind.READ_FROM_NOWHERE, "transfer #" + id + " is in the ledger, and nobody made it", read);
        } else if (!transfer.isUnknown() && !(transfer.output() instanceof Transferred)) {
            report(Kind.DIRTY_READ, "a refused transfer is in the ledger", transfer, read);
        } else if (read.precedes(transfer)) {
            report(Kind.READ_FROM_FUTURE, "a transfer was in the ledger before it began", read, transfer);
        }
    }

    private void report(Kind kind, String detail, Operation<?, ?>... operations) {
        found.add(new Anomaly(kind, "the bank", detail, List.of(operations)));
    }
}
