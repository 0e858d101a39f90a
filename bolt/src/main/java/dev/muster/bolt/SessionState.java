package dev.muster.bolt;

import dev.muster.bolt.message.MessageType;
import java.util.EnumSet;
import java.util.Set;

/** Where a session stands and what it takes there (facts/bolt.md 6). GOODBYE is taken everywhere. */
enum SessionState {
    /** Nothing has been said. */
    NEGOTIATION(EnumSet.of(MessageType.HELLO)),
    /** From 5.1: introduced, not logged in. */
    AUTHENTICATION(EnumSet.of(MessageType.LOGON)),
    /** Logged in, nothing open. */
    READY(EnumSet.of(
            MessageType.RUN,
            MessageType.BEGIN,
            MessageType.ROUTE,
            MessageType.TELEMETRY,
            MessageType.LOGOFF,
            MessageType.RESET)),
    /** An auto-commit query has rows to give. */
    STREAMING(EnumSet.of(MessageType.PULL, MessageType.DISCARD, MessageType.RESET)),
    /** In an explicit transaction. */
    TX(EnumSet.of(
            MessageType.RUN,
            MessageType.PULL,
            MessageType.DISCARD,
            MessageType.COMMIT,
            MessageType.ROLLBACK,
            MessageType.RESET)),
    /** Something failed: all is ignored until RESET. */
    FAILED(EnumSet.of(MessageType.RESET)),
    /** Hung up; what still arrives is dropped. */
    CLOSED(EnumSet.noneOf(MessageType.class));

    private static final Set<MessageType> WORK = EnumSet.of(
            MessageType.RUN,
            MessageType.BEGIN,
            MessageType.PULL,
            MessageType.DISCARD,
            MessageType.COMMIT,
            MessageType.ROLLBACK,
            MessageType.ROUTE,
            MessageType.TELEMETRY);

    private final Set<MessageType> taken;

    SessionState(Set<MessageType> taken) {
        this.taken = taken;
    }

    boolean takes(MessageType type) {
        return taken.contains(type);
    }

    /** Whether this state answers IGNORED to such a message: always after a failure, else if a RESET is on its way. */
    boolean ignores(MessageType type, boolean resetComing) {
        boolean loggedIn = this != NEGOTIATION && this != AUTHENTICATION && this != CLOSED;
        return WORK.contains(type) && (this == FAILED || loggedIn && resetComing);
    }

    /** Whether a failure here ends the connection. */
    boolean failureIsFatal() {
        return this == NEGOTIATION || this == AUTHENTICATION;
    }
}
