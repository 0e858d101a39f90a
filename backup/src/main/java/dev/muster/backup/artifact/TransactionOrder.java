package dev.muster.backup.artifact;

import dev.muster.store.TransactionRecord;
import java.util.List;

/** Watches that transactions follow each other without a gap or a repetition. */
public final class TransactionOrder {
    private long last;

    /** @param after the transaction before the first that may come */
    public TransactionOrder(long after) {
        this.last = after;
    }

    /** Takes the next ones and returns how many. Throws {@link IllegalArgumentException} at the first that does not fit. */
    public int follow(List<TransactionRecord> transactions) {
        for (TransactionRecord transaction : transactions) {
            if (transaction.transactionId() != last + 1) {
                throw new IllegalArgumentException(
                        "transaction " + transaction.transactionId() + " follows " + last + ": some are missing");
            }
            last = transaction.transactionId();
        }
        return transactions.size();
    }

    /** The last one seen. */
    public long last() {
        return last;
    }
}
