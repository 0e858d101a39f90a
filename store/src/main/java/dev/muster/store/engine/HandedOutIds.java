package dev.muster.store.engine;

import dev.muster.store.Store;
import dev.muster.store.change.ChangeSet;
import dev.muster.store.graph.Graph;
import java.util.concurrent.atomic.AtomicLong;

/** Counts upwards from what the graph contains. */
final class HandedOutIds implements Store.IdSource {
    private final Graph graph;
    private final AtomicLong nextNode = new AtomicLong();
    private final AtomicLong nextRelationship = new AtomicLong();

    HandedOutIds(Graph graph) {
        this.graph = graph;
        reset();
    }

    @Override
    public long nextNodeIds(int count) {
        return inRange(nextNode.getAndAdd(count), count);
    }

    @Override
    public long nextRelationshipIds(int count) {
        return inRange(nextRelationship.getAndAdd(count), count);
    }

    /** Begins again behind what the store contains. Lane only. */
    void reset() {
        nextNode.set(graph.state().highestNodeId() + 1);
        nextRelationship.set(graph.state().highestRelationshipId() + 1);
    }

    /**
     * What was applied is never handed out again: a member that does not lead makes change sets too, of administration
     * commands. Lane only.
     */
    void stayAboveTheStore() {
        nextNode.accumulateAndGet(graph.state().highestNodeId() + 1, Math::max);
        nextRelationship.accumulateAndGet(graph.state().highestRelationshipId() + 1, Math::max);
    }

    private static long inRange(long first, int count) {
        if (first + count - 1 > ChangeSet.ID_MAX) {
            throw new IllegalStateException("all " + ChangeSet.ID_MAX + " ids are used up");
        }
        return first;
    }
}
