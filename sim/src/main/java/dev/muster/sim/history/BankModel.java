package dev.muster.sim.history;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A bank: transfers between accounts, numbered from 0, and reads of all balances at once. A transfer that would overdraw an
 * account is refused. It cannot be cut by key, since every read is of everything; so a bank with many transfers of unknown
 * outcome can be too complex to decide. {@link BankCheck} says what to do then.
 *
 * <p>{@link ReadLedger} lists the transfers done. This model only counts them; {@link BankCheck} looks at which they are.
 */
public final class BankModel implements Model<BankModel.Bank, BankModel.Input, BankModel.Output> {
    private final Bank opening;

    /** A bank with one account for each opening balance. Throws {@link IllegalArgumentException} if one is negative. */
    public BankModel(List<Long> openingBalances) {
        opening = new Bank(Balances.of(openingBalances), 0);
        if (opening.balances.lowest() < 0) {
            throw new IllegalArgumentException("opening balances may not be negative: " + openingBalances);
        }
    }

    /** What a client asks. */
    public sealed interface Input {}

    /**
     * Answered with {@link Transferred} or {@link Refused}.
     *
     * @param id no other transfer, failed ones included, has it
     * @param from account that pays
     * @param to account that is paid, not the same
     * @param amount more than zero
     */
    public record Transfer(long id, int from, int to, long amount) implements Input {
        /** A transfer as above; throws {@link IllegalArgumentException} if it is none. */
        public Transfer {
            if (amount <= 0 || from == to) {
                throw new IllegalArgumentException("no transfer: " + amount + " from " + from + " to " + to);
            }
        }

        @Override
        public String toString() {
            return "transfer #" + id + ": " + amount + " from " + from + " to " + to;
        }
    }

    /** Answered with {@link Balances}. */
    public record ReadAll() implements Input {
        @Override
        public String toString() {
            return "read all balances";
        }
    }

    /** Answered with {@link Ledger}. */
    public record ReadLedger() implements Input {
        @Override
        public String toString() {
            return "read the ledger";
        }
    }

    /** What a client is told. */
    public sealed interface Output {}

    /** The transfer is done. */
    public record Transferred() implements Output {
        @Override
        public String toString() {
            return "done";
        }
    }

    /** There was not enough in the account; nothing has changed. */
    public record Refused() implements Output {
        @Override
        public String toString() {
            return "refused";
        }
    }

    /** Ids of all transfers done, in any order. */
    public record Ledger(List<Long> ids) implements Output {
        /** The ids as they were answered. */
        public Ledger {
            ids = List.copyOf(ids);
        }

        @Override
        public String toString() {
            return ids.size() + " transfers";
        }
    }

    /**
     * The state.
     *
     * @param balances of all accounts
     * @param transfers how many were done
     */
    public record Bank(Balances balances, int transfers) {
        private Bank after(Transfer transfer) {
            return new Bank(balances.after(transfer), transfers + 1);
        }

        @Override
        public String toString() {
            return balances + " after " + transfers + " transfers";
        }
    }

    /** All balances at one moment, by account. */
    public static final class Balances implements Output {
        private final long[] balances;
        private final int hash;

        private Balances(long[] balances) {
            this.balances = balances;
            this.hash = Arrays.hashCode(balances);
        }

        /** The balances of accounts 0, 1, … */
        public static Balances of(List<Long> balances) {
            return new Balances(balances.stream().mapToLong(Long::longValue).toArray());
        }

        long total() {
            return Arrays.stream(balances).sum();
        }

        long lowest() {
            return Arrays.stream(balances).min().orElse(0);
        }

        int accounts() {
            return balances.length;
        }

        private boolean allows(Transfer transfer) {
            return balances[transfer.from] >= transfer.amount;
        }

        private Balances after(Transfer transfer) {
            long[] after = balances.clone();
            after[transfer.from] -= transfer.amount;
            after[transfer.to] += transfer.amount;
            return new Balances(after);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Balances that && hash == that.hash && Arrays.equals(balances, that.balances);
        }

        @Override
        public int hashCode() {
            return hash;
        }

        @Override
        public String toString() {
            return Arrays.toString(balances);
        }
    }

    Balances opening() {
        return opening.balances;
    }

    @Override
    public List<Partition<Bank, Input, Output>> partition(List<Operation<Input, Output>> operations) {
        return operations.isEmpty()
                ? List.of()
                : List.of(new Partition<>("the bank", opening, new ArrayList<>(operations)));
    }

    @Override
    public Bank step(Bank state, Input input, Output output) {
        if (input instanceof Transfer transfer) {
            boolean allowed = state.balances.allows(transfer);
            if (output != null && output instanceof Transferred != allowed) {
                return null;
            }
            return allowed ? state.after(transfer) : state;
        }
        return output == null || shows(output, state) ? state : null;
    }

    private static boolean shows(Output output, Bank state) {
        return output instanceof Ledger ledger ? ledger.ids.size() == state.transfers : output.equals(state.balances);
    }

    @Override
    public boolean observesOnly(Input input, Output output) {
        return !(input instanceof Transfer) || output instanceof Refused;
    }
}
