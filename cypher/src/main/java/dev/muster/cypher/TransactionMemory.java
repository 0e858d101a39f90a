package dev.muster.cypher;

/**
 * The memory of one transaction, as its statements tell of what they keep; sizes are estimates in bytes. One thread at a
 * time.
 */
public interface TransactionMemory {
    /** Memory without a limit. */
    TransactionMemory UNLIMITED = new TransactionMemory() {
        @Override
        public void take(long bytes) {}

        @Override
        public void give(long bytes) {}
    };

    /** Asks for more. If there is no more, it fails with what the client is to be told, and nothing was taken. */
    void take(long bytes);

    /** Gives back what was taken. */
    void give(long bytes);
}
