package dev.muster.node.query;

import dev.muster.bolt.QueryService.TransactionRequest;
import java.util.concurrent.CompletionStage;

/** Transactions on other servers. Any thread; nothing blocks. */
@FunctionalInterface
public interface Elsewhere {
    /**
     * Begins a transaction on the server of that id, which has a copy of the database named in the request. Fails with a {@link
     * dev.muster.bolt.BoltFailure}: with {@code DatabaseUnavailable} if the server cannot be reached or has no such copy by now.
     */
    CompletionStage<DatabaseTransaction> begin(String serverId, TransactionRequest request);
}
