package dev.muster.cypher.plan;

import dev.muster.cypher.CypherException;
import dev.muster.cypher.error.CypherError;
import dev.muster.cypher.function.SpatialFunctions;
import dev.muster.cypher.function.TemporalComponents;
import dev.muster.cypher.run.Run;
import dev.muster.cypher.value.Kind;
import dev.muster.cypher.value.NodeRef;
import dev.muster.cypher.value.RelationshipRef;
import dev.muster.store.value.DurationValue;
import dev.muster.store.value.PointValue;
import java.time.temporal.Temporal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Looks into values: {@code v.key}, {@code v[i]}, {@code v[a..b]}. */
final class Access {
    private Access() {}

    static Object property(Object target, String key, Run run) {
        if (target == null) {
            return null;
        } else if (target instanceof NodeRef || target instanceof RelationshipRef) {
            return run.graph().properties(target).get(key);
        } else if (target instanceof Map<?, ?> map) {
            return map.get(key);
        } else if (target instanceof Temporal temporal) {
            return TemporalComponents.of(temporal, key);
        } else if (target instanceof DurationValue duration) {
            return TemporalComponents.of(duration, key);
        } else if (target instanceof PointValue point) {
            return SpatialFunctions.component(point, key);
        }
        throw mismatch("Map, Node, Relationship, Point, Duration or a temporal value", target);
    }

    static CypherException mismatch(String expected, Object value) {
        return CypherError.TYPE.exception("Type mismatch: expected " + expected + " but was " + Kind.name(value));
    }

    static Map<String, Object> entries(Object value, Run run) {
        if (value instanceof NodeRef || value instanceof RelationshipRef) {
            return run.graph().properties(value);
        }
        if (value instanceof Map<?, ?> map) {
            Map<String, Object> copy = new LinkedHashMap<>();
            map.forEach((k, v) -> copy.put((String) k, v));
            return copy;
        }
        throw mismatch("Map, Node or Relationship", value);
    }

    static Object index(Object target, Object index, Run run) {
        if (target == null || index == null) {
            return null;
        }
        if (target instanceof List<?> list) {
            if (!(index instanceof Long position)) {
                throw mismatch("Integer", index);
            }
            long at = position < 0 ? position + list.size() : position;
            return at < 0 || at >= list.size() ? null : list.get((int) at);
        }
        if (!(index instanceof String key)) {
            throw target instanceof Map || target instanceof NodeRef || target instanceof RelationshipRef
                    ? mismatch("String", index)
                    : mismatch("List", target);
        }
        return property(target, key, run);
    }

    /** A null bound, when given, makes the whole null; bounds outside are moved to the ends. */
    static Object slice(Object target, boolean hasFrom, Object from, boolean hasTo, Object to) {
        if (target == null || (hasFrom && from == null) || (hasTo && to == null)) {
            return null;
        }
        if (!(target instanceof List<?> list)) {
            throw mismatch("List", target);
        }
        int start = hasFrom ? bound(from, list.size()) : 0;
        int end = hasTo ? bound(to, list.size()) : list.size();
        return start >= end ? new ArrayList<>() : new ArrayList<>(list.subList(start, end));
    }

    private static int bound(Object value, int size) {
        if (!(value instanceof Long position)) {
            throw mismatch("Integer", value);
        }
        long at = position < 0 ? position + size : position;
        return (int) Math.max(0, Math.min(size, at));
    }
}
