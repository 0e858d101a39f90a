package dev.muster.cypher;

import java.util.List;
import java.util.Map;

/** A statement's result, pulled row by row by one thread at a time. */
public interface Rows extends AutoCloseable {
    List<String> columns();

    /** The next row (values of {@code dev.muster.store.value}), or null at the end. Throws {@link CypherException}. */
    List<Object> next();

    /** What was changed so far, with Bolt's names ({@code nodes-created}, …); empty if nothing. Complete after the end. */
    Map<String, Object> statistics();

    /**
     * What EXPLAIN or PROFILE was to show, as Bolt has it: one entry {@code plan} or {@code profile}, complete after the end;
     * empty without either.
     */
    default Map<String, Object> plan() {
        return Map.of();
    }

    /** What its author is to be told besides; complete after the end. */
    default List<Notification> notifications() {
        return List.of();
    }

    /** Gives up the rest. */
    @Override
    void close();
}
