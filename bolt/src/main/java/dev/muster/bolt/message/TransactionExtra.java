package dev.muster.bolt.message;

import dev.muster.bolt.status.NotificationFilter;
import java.util.List;
import java.util.Map;

/**
 * What BEGIN and an auto-commit RUN say about their transaction.
 *
 * @param database null if none was asked for
 * @param timeoutMillis 0 for none
 * @param impersonatedUser null if none
 * @param implicit whether a BEGIN stands for an auto-commit query ({@code tx_type})
 * @param notifications which are wanted, as far as it is said here
 */
public record TransactionExtra(
        String database,
        boolean write,
        List<String> bookmarks,
        long timeoutMillis,
        Map<String, Object> metadata,
        String impersonatedUser,
        boolean implicit,
        NotificationFilter notifications) {

    static TransactionExtra of(Fields extra) {
        String mode = extra.string("mode", "w");
        if (!mode.equals("w") && !mode.equals("r")) {
            throw new InvalidMessage("mode must be \"r\" or \"w\", not \"" + mode + "\"");
        }
        long timeoutMillis = extra.integer("tx_timeout", 0);
        if (timeoutMillis < 0) {
            throw new InvalidMessage("tx_timeout must not be negative, but is " + timeoutMillis);
        }
        String database = extra.string("db", "");
        return new TransactionExtra(
                database.isEmpty() ? null : database,
                mode.equals("w"),
                extra.strings("bookmarks"),
                timeoutMillis,
                extra.map("tx_metadata"),
                extra.string("imp_user", null),
                extra.string("tx_type", "").equals("IMPLICIT"),
                Filters.of(extra));
    }
}
