package dev.muster.sim.backup;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** What goes wrong at one point of a backup or a restore, and at which kinds of points it can. */
enum PointFault {
    READ_FAILS(Effect.FAILS, PointKind.READ),
    WRITE_FAILS(Effect.FAILS, PointKind.WRITE),
    SHORT_WRITE(Effect.SHORT, PointKind.WRITE),
    DISK_FULL(Effect.FULL, PointKind.WRITE, PointKind.NAME),
    SYNC_FAILS(Effect.FAILS, PointKind.SYNC),
    NAME_FAILS(Effect.FAILS, PointKind.NAME),
    CLIENT_KILLED(Effect.NONE, PointKind.values()),
    POWER_CUT(Effect.NONE, PointKind.values()),
    CLOCK_JUMPS(Effect.NONE, PointKind.values()),
    CONNECTION_CUT(Effect.CUT, PointKind.SENT, PointKind.RECEIVED),
    FRAME_GARBLED(Effect.GARBLED, PointKind.SENT, PointKind.RECEIVED),
    SOURCE_DIES(Effect.NONE, PointKind.SENT, PointKind.RECEIVED),
    SOURCE_DISK_FAILS(Effect.NONE, PointKind.SENT, PointKind.RECEIVED),
    LEADER_CHANGES(Effect.NONE, PointKind.SENT, PointKind.RECEIVED),
    DATABASE_STOPS(Effect.NONE, PointKind.SENT, PointKind.RECEIVED),
    LOG_PRUNED(Effect.NONE, PointKind.SENT, PointKind.RECEIVED),
    STORE_COPIED(Effect.NONE, PointKind.SENT, PointKind.RECEIVED);

    /** What becomes of the operation itself. */
    enum Effect {
        NONE,
        FAILS,
        FULL,
        /** A part is written, then it fails. */
        SHORT,
        /** The message arrives with a byte changed. */
        GARBLED,
        /** The connection ends instead. */
        CUT
    }

    private final Effect effect;
    private final Set<PointKind> where;

    PointFault(Effect effect, PointKind... where) {
        this.effect = effect;
        this.where = EnumSet.of(where[0], where);
    }

    Effect effect() {
        return effect;
    }

    boolean happensAt(PointKind kind) {
        return where.contains(kind);
    }

    /** Whether the client's process is gone after it. */
    boolean endsTheClient() {
        return this == CLIENT_KILLED || this == POWER_CUT;
    }

    /** Whether another server has what the one that is hit does not deliver. */
    boolean leavesOtherSources() {
        return this == CONNECTION_CUT
                || this == FRAME_GARBLED
                || this == SOURCE_DIES
                || this == SOURCE_DISK_FAILS
                || this == CLOCK_JUMPS
                || this == LEADER_CHANGES;
    }

    /** Whether servers may have lost the transactions that a differential begins with. */
    boolean losesTransactions() {
        return this == LOG_PRUNED || this == STORE_COPIED;
    }

    /** As people read it. */
    String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
