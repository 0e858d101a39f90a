package dev.muster.store.value;

import java.util.List;
import java.util.Map;

/** A node as a query result: labels in token order, properties in key order. {@code elementId} is unique between databases. */
public record NodeValue(long id, String elementId, List<String> labels, Map<String, Object> properties) {}
