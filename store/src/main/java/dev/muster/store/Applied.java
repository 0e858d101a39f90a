package dev.muster.store;

/** What became of a change set at apply time; equal on every member. */
public sealed interface Applied {
    /** It is in the store under this transaction id, the next one. */
    record Committed(long transactionId) implements Applied {}

    /** It was based on something that has changed since; nothing happened and no transaction id was taken. */
    record Conflict(String reason) implements Applied {}
}
