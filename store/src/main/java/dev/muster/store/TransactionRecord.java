package dev.muster.store;

/**
 * One entry of the transaction log: the transaction id, when the leader committed it, and the encoded {@link
 * dev.muster.store.change.ChangeSet} exactly as it was agreed on.
 */
public record TransactionRecord(long transactionId, long committedAtMillis, byte[] changeSet) {}
