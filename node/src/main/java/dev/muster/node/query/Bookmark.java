package dev.muster.node.query;

import dev.muster.bolt.BoltFailure;
import java.util.UUID;

/** What a client carries to read its own writes: database and transaction (facts/bolt.md 7.5). Opaque to clients. */
record Bookmark(UUID databaseId, long transactionId) {
    private static final String PREFIX = "muster:1:";

    /** Reads {@link #toString}'s form; anything else is {@code InvalidBookmark}. */
    static Bookmark parse(String text) {
        int colon = text.lastIndexOf(':');
        if (text.startsWith(PREFIX) && colon > PREFIX.length()) {
            try {
                return new Bookmark(
                        UUID.fromString(text.substring(PREFIX.length(), colon)),
                        Long.parseLong(text.substring(colon + 1)));
            } catch (IllegalArgumentException e) {
                throw invalid(text);
            }
        }
        throw invalid(text);
    }

    private static BoltFailure invalid(String text) {
        return QueryError.INVALID_BOOKMARK.failure(text);
    }

    @Override
    public String toString() {
        return PREFIX + databaseId + ":" + transactionId;
    }
}
