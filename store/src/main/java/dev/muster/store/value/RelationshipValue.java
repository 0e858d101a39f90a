package dev.muster.store.value;

import java.util.Map;

/** A relationship as a query result. */
public record RelationshipValue(
        long id,
        String elementId,
        long startId,
        String startElementId,
        long endId,
        String endElementId,
        String type,
        Map<String, Object> properties) {}
