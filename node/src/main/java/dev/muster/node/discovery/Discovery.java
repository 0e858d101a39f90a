package dev.muster.node.discovery;

import dev.muster.catalog.DatabaseReport;
import dev.muster.catalog.ServerReport;
import dev.muster.runtime.SocketAddress;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * Membership and status gossip between servers. Any thread may call; {@link #view} and {@link #reports} return what is
 * known now without waiting.
 */
public interface Discovery extends AutoCloseable {
    /**
     * Listens, and begins to look for the others and to tell them of {@code self}. Completes with the address really
     * listened on, or fails with a {@link java.io.IOException} that names it. Once only.
     */
    CompletionStage<SocketAddress> start(Self self, Listener listener);

    /** More discovery addresses to look at, learned elsewhere; after {@link #start}. Any number of times. */
    void meet(Collection<SocketAddress> addresses);

    /** What is known at present; contains this server from {@link #start} on. */
    View view();

    /** Replaces what this server says of its databases; the others hear of it at once. */
    void publish(List<DatabaseReport> databases);

    /**
     * What every server ever heard of said last, sorted by id, this one included; {@code available} is the view's
     * reachable. Reports of a server that is not reachable are those from before.
     */
    List<ServerReport> reports();

    /** Tells the others that this server is going, so that they need not find out. Follow with {@link #close}. */
    void leave();

    /** Stops without a word, as in a crash; releases the port and all connections. Twice is harmless. */
    @Override
    void close();

    /** Told of changes, on the discovery's lane: hand it on, do not work there. */
    @FunctionalInterface
    interface Listener {
        /** Something differs from before: a server's presence or addresses, or the reports of one. Never a delta. */
        void changed(View view, List<ServerReport> reports);
    }
}
