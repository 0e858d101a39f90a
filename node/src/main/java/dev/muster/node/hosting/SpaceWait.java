package dev.muster.node.hosting;

import dev.muster.runtime.DiskFull;
import dev.muster.runtime.Lane;
import java.io.IOException;
import java.util.function.Consumer;

/**
 * The time during which a database's disk is full: it takes no new transactions, and tries every second to write what memory
 * holds. Lane only, but for {@link #reason}.
 */
final class SpaceWait {
    private static final long PAUSE_NANOS = 1_000_000_000L;

    /** The database. */
    interface Owner {
        /** Writes what waits. Throws {@link DiskFull} while there is no room, which is no failure. */
        void write() throws IOException;

        /** New transactions are refused from now on. */
        void began(String reason);

        /** Everything is written. */
        void over();
    }

    private final Lane lane;
    private final Owner owner;
    private final Consumer<Exception> failed;
    private Lane.Timer nextTry;
    private volatile String reason;

    /** {@code failed}: told when writing fails for another reason than space. */
    SpaceWait(Lane lane, Owner owner, Consumer<Exception> failed) {
        this.lane = lane;
        this.owner = owner;
        this.failed = failed;
    }

    /** Why new transactions are refused, or null if they are not. Any thread. */
    String reason() {
        return reason;
    }

    /** Something found no room. Nothing happens if that is known. */
    void begin(DiskFull full) {
        if (reason == null) {
            reason = "the disk is full: " + full.getMessage();
            owner.began(reason);
            nextTry = lane.schedule(PAUSE_NANOS, this::tryAgain);
        }
    }

    private void tryAgain() {
        try {
            owner.write();
        } catch (DiskFull e) {
            nextTry = lane.schedule(PAUSE_NANOS, this::tryAgain);
            return;
        } catch (IOException | RuntimeException e) {
            end();
            failed.accept(e);
            return;
        }
        end();
        owner.over();
    }

    /** Stops waiting: there is space, or no store any more. */
    void end() {
        reason = null;
        if (nextTry != null) {
            nextTry.cancel();
            nextTry = null;
        }
    }
}
