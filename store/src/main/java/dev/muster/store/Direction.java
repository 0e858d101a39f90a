package dev.muster.store;

/** Which relationships of a node are meant: those it starts, those it ends, or both (a loop once). */
public enum Direction {
    OUTGOING,
    INCOMING,
    BOTH;

    /** The same seen from the other end. */
    public Direction reversed() {
        return switch (this) {
            case OUTGOING -> INCOMING;
            case INCOMING -> OUTGOING;
            case BOTH -> BOTH;
        };
    }
}
