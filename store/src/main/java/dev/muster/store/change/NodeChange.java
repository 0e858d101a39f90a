package dev.muster.store.change;

import java.util.Map;
import java.util.Set;
import java.util.SortedSet;

/** What a transaction does to one node. */
public sealed interface NodeChange {
    long id();

    /** A new node under an id the leader handed out. Conflicts if the id is taken. */
    record Created(long id, SortedSet<String> labels, Map<String, Object> properties) implements NodeChange {}

    /**
     * A node that stays. {@code seenVersion} is its {@code changedBy} as the transaction read it; a different one at apply
     * time is a conflict. A property whose new value is null is removed.
     */
    record Changed(
            long id,
            long seenVersion,
            Set<String> labelsAdded,
            Set<String> labelsRemoved,
            Map<String, Object> propertiesSet)
            implements NodeChange {}

    /** A node that goes. Conflicts if it changed since, or if relationships would be left without it. */
    record Deleted(long id, long seenVersion) implements NodeChange {}
}
