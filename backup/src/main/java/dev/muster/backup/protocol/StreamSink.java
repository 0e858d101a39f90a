package dev.muster.backup.protocol;

import dev.muster.store.GraphDigest;
import dev.muster.store.StoreIdentity;
import dev.muster.store.TransactionRecord;
import java.io.IOException;
import java.util.List;

/**
 * Takes a streamed database as it arrives, on the connection's lane, in order and already checked: frames whole, none
 * missing, transactions without a gap. What it throws ends the transfer as {@link TransferFailed.Reason#TARGET_FAILED},
 * unless it is a {@link TransferFailed} itself.
 */
public interface StreamSink {
    /** @param transactionId where the parts stand; for a differential, the last transaction that will come */
    void begin(StoreIdentity identity, long transactionId) throws IOException;

    /** @param progress how much has come, 0 to 1 */
    void part(byte[] part, double progress) throws IOException;

    /** @param encoded the same transactions as one {@code TransactionBatch} */
    void transactions(List<TransactionRecord> transactions, byte[] encoded) throws IOException;

    void end(StreamEnd end) throws IOException;

    /**
     * What the source says at the end.
     *
     * @param appliedIndex the consensus index of the source's store at that transaction
     */
    record StreamEnd(long lastTransactionId, long appliedIndex, GraphDigest digest, long nodes, long relationships) {}
}
