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

        @Override
        public List<Setting> settings() {
            return List.of();
        }
    };

    /** The open transactions: what is known of each by the columns of {@code SHOW TRANSACTIONS}. */
    List<Map<String, Object>> transactions();

    /** Ends an open transaction: what it does fails soon, and so does what comes next on it. */
    Ended terminate(String transactionId);

    /** All settings by name, or none for whoever may not see them. */
    List<Setting> settings();

    /**
     * A setting; none can be changed while the server runs.
     *
     * @param value as written, and nothing of a password; null if nothing is set and it follows from others
     * @param defaultValue null if it follows from others
     * @param validValues in words
     */
    record Setting(
            String name,
            String value,
            String defaultValue,
            String description,
            boolean isExplicitlySet,
            String validValues) {}

    /**
     * How ending a transaction went.
     *
     * @param username whose it was; null if there is none of that id, or it may not be ended by whoever asks
     */
    record Ended(String username, String message) {}
}
