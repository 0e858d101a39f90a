package dev.muster.store.change;

import java.util.Map;

/** What a transaction does to one relationship; versions and null properties as in {@link NodeChange}. */
public sealed interface RelationshipChange {
    long id();

    /** A new relationship. Conflicts if the id is taken or an end is gone. */
    record Created(long id, String type, long startId, long endId, Map<String, Object> properties)
            implements RelationshipChange {}

    record Changed(long id, long seenVersion, Map<String, Object> propertiesSet) implements RelationshipChange {}

    record Deleted(long id, long seenVersion) implements RelationshipChange {}
}
