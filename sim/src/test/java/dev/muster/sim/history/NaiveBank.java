package dev.muster.sim.history;

import dev.muster.sim.history.BankModel.Balances;
import dev.muster.sim.history.BankModel.Input;
import dev.muster.sim.history.BankModel.Ledger;
import dev.muster.sim.history.BankModel.Output;
import dev.muster.sim.history.BankModel.ReadAll;
import dev.muster.sim.history.BankModel.ReadLedger;
import dev.muster.sim.history.BankModel.Refused;
import dev.muster.sim.history.BankModel.Transfer;
import dev.muster.sim.history.BankModel.Transferred;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

final class NaiveBank implements Naive<Input, Output> {
    private final List<Long> balances;
    private final int amounts;
    private final List<Long> ledger = new ArrayList<>();

    NaiveBank(List<Long> balances, int amounts) {
        this.balances = new ArrayList<>(balances);
        this.amounts = amounts;
    }

    @Override
    public Output apply(Input input) {
        if (input instanceof ReadAll) {
            return Balances.of(balances);
        }
        if (input instanceof ReadLedger) {
            return new Ledger(ledger);
        }
        return transfer((Transfer) input);
    }

    private Output transfer(Transfer transfer) {
        if (balances.get(transfer.from()) < transfer.amount()) {
            return new Refused();
        }
        balances.set(transfer.from(), balances.get(transfer.from()) - transfer.amount());
        balances.set(transfer.to(), balances.get(transfer.to()) + transfer.amount());
        ledger.add(transfer.id());
        return new Transferred();
    }

    @Override
    public Naive<Input, Output> copy() {
        NaiveBank copy = new NaiveBank(balances, amounts);
        copy.ledger.addAll(ledger);
        return copy;
    }

    @Override
    public Input randomInput(Random random, int number) {
        if (random.nextBoolean()) {
            return new ReadAll();
        }
        int from = random.nextInt(balances.size());
        int to = (from + 1 + random.nextInt(balances.size() - 1)) % balances.size();
        return new Transfer(number, from, to, 1 + random.nextInt(amounts));
    }

    /** For a read, one unit moved from where it was at the beginning. */
    @Override
    public Output randomOutput(Random random, Input input) {
        if (input instanceof Transfer) {
            return random.nextBoolean() ? new Transferred() : new Refused();
        }
        List<Long> some = new ArrayList<>(balances);
        int from = random.nextInt(some.size());
        int to = random.nextInt(some.size());
        some.set(from, some.get(from) - 1);
        some.set(to, some.get(to) + 1);
        return Balances.of(some);
    }
}
