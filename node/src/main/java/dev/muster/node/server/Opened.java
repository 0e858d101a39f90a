package dev.muster.node.server;

import dev.muster.node.stages.Awaiting;
import dev.muster.node.stages.Stages;
import dev.muster.runtime.Lane;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a server has opened so far, to be closed in the opposite order.
 *
 * <p><b>Lane.</b> Rooms are opened and closed on the server's lane, one after the other; nothing blocks there, except the
 * short moments in which Bolt and HTTP open and close their sockets.
 */
final class Opened {
    private static final Logger LOG = LoggerFactory.getLogger(Opened.class);
    private static final long OPEN_MILLIS = 60_000;
    private static final long CLOSE_MILLIS = 20_000;

    private final Lane lane;
    private final Awaiting awaiting;
    private final Deque<Room> rooms = new ConcurrentLinkedDeque<>();

    /** Something that is open: what it is called in the log, what it is, and how it is closed. */
    private record Room(String name, Object itself, Supplier<CompletionStage<Void>> closing) {}

    Opened(Lane lane, Awaiting awaiting) {
        this.lane = lane;
        this.awaiting = awaiting;
    }

    /** Notes a room that is open and closes at once. */
    <T extends AutoCloseable> T note(T room) {
        rooms.push(new Room(room.getClass().getSimpleName(), room, () -> {
            closeQuietly(room);
            return CompletableFuture.completedStage(null);
        }));
        return room;
    }

    /** Notes a room that takes its time to close; after 20 s the next ones are closed all the same. */
    void note(String name, Supplier<CompletionStage<Void>> closing) {
        rooms.push(new Room(name, null, closing));
    }

    /** The room once it is open. A failure, or 60 s without an answer, is a reason for the server not to start. */
    <T> CompletionStage<T> opening(String what, CompletionStage<T> room) {
        return awaiting.within(
                OPEN_MILLIS,
                Stages.translated(room, failure -> ServerError.CANNOT_LISTEN.because(what, failure.getMessage())),
                () -> CompletableFuture.failedStage(ServerError.CANNOT_LISTEN.because(
                        what, "it did not open within " + OPEN_MILLIS / 1_000 + " s")));
    }

    /** Closes the rooms of these kinds and forgets all others, as if the process had ended. Any thread. */
    void abandonAllBut(Class<?>... kinds) {
        for (Room room = rooms.poll(); room != null; room = rooms.poll()) {
            for (Class<?> kind : kinds) {
                if (kind.isInstance(room.itself())) {
                    closeQuietly((AutoCloseable) room.itself());
                }
            }
        }
    }

    /** Closes all rooms; completes, and never fails, when that is done. */
    CompletionStage<Void> close() {
        Room next = rooms.poll();
        if (next == null) {
            return CompletableFuture.completedStage(null);
        }
        return awaiting.within(CLOSE_MILLIS, Stages.of(next.closing()), () -> {
                    LOG.warn("{} did not stop within {} s and is left behind", next.name(), CLOSE_MILLIS / 1_000);
                    return CompletableFuture.completedStage(null);
                })
                .handleAsync(
                        (closed, failure) -> {
                            if (failure != null) {
                                LOG.warn("while stopping {}", next.name(), Stages.causeOf(failure));
                            }
                            return close();
                        },
                        lane)
                .thenCompose(others -> others);
    }

    /** A room that cannot be closed must not keep the others open. */
    private static void closeQuietly(AutoCloseable room) {
        try {
            room.close();
        } catch (Exception e) {
            LOG.warn("while stopping", e);
        }
    }
}
