package dev.muster.backup.protocol;

import dev.muster.runtime.Connection;
import dev.muster.runtime.Lane;

/** Tells a client that waits for a checkpoint that this server still lives. <b>Lane.</b> The session's. */
final class AliveSignal {
    private static final long EVERY_NANOS = 2_000_000_000L;

    private final Lane lane;
    private final Connection connection;
    private Lane.Timer next;

    AliveSignal(Lane lane, Connection connection) {
        this.lane = lane;
        this.connection = connection;
    }

    void begin() {
        next = lane.schedule(EVERY_NANOS, () -> {
            if (next != null) {
                connection.send(Frame.encode(FrameType.ALIVE));
                begin();
            }
        });
    }

    /** Harmless if it has not begun. */
    void end() {
        if (next != null) {
            next.cancel();
            next = null;
        }
    }
}
