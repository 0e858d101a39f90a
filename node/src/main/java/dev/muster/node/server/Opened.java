package dev.muster.node.server;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a server has opened so far, to be closed in the opposite order. One thread at a time. */
final class Opened implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Opened.class);
    private static final long OPEN_SECONDS = 60;

    private final Deque<AutoCloseable> rooms = new ArrayDeque<>();

    /** Notes a room that is open. */
    <T extends AutoCloseable> T note(T room) {
        rooms.push(room);
        return room;
    }

    /** Waits for a room to open; a failure is a reason for the server not to start. */
    static <T> T await(String what, CompletionStage<T> opening) {
        try {
            return opening.toCompletableFuture().get(OPEN_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw ServerError.CANNOT_LISTEN.because(what, e.getCause().getMessage());
        } catch (TimeoutException e) {
            throw ServerError.CANNOT_LISTEN.because(what, "it did not open within " + OPEN_SECONDS + " s");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw ServerError.CANNOT_LISTEN.because(what, "the start was interrupted");
        }
    }

    /** Closes the rooms of these kinds and forgets all others, as if the process had ended. */
    void abandonAllBut(Class<?>... kinds) {
        while (!rooms.isEmpty()) {
            AutoCloseable room = rooms.pop();
            for (Class<?> kind : kinds) {
                if (kind.isInstance(room)) {
                    closeQuietly(room);
                }
            }
        }
    }

    @Override
    public void close() {
        while (!rooms.isEmpty()) {
            closeQuietly(rooms.pop());
        }
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
