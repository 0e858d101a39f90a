package dev.muster.cypher;

import java.util.List;
import java.util.Map;

/** What a statement can find out and do about the server that runs it, as far as whoever asks may. Any thread. */
public interface ServerView {
    /** Of no server. */
    ServerView NOTHING = new ServerView() {
        @Override
        public List<Map<String, Object>> transactions() {
            return List.of();
        }

        @Override
        public Ended terminate(String transactionId) {
            return new Ended(null, "Transaction not found.");
        }
    };

    /** The open transactions: what is known of each by the columns of {@code SHOW TRANSACTIONS}. */
    List<Map<String, Object>> transactions();

    /** Ends an open transaction: what it does fails soon, and so does what comes next on it. */
    Ended terminate(String transactionId);

    /**
     * How ending a transaction went.
     *
     * @param username whose it was; null if there is none of that id, or it may not be ended by whoever asks
     */
    record Ended(String username, String message) {}
}
