package dev.muster.bolt.packstream;

import dev.muster.store.value.DurationValue;
import dev.muster.store.value.NodeValue;
import dev.muster.store.value.PathValue;
import dev.muster.store.value.PointValue;
import dev.muster.store.value.RelationshipValue;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes the values that PackStream sends as structures (facts/bolt.md 3.2). */
final class StructureWriter {
    private final PackWriter out;
    private final Dialect dialect;

    private StructureWriter(PackWriter out, Dialect dialect) {
        this.out = out;
        this.dialect = dialect;
    }

    static void write(PackWriter out, Dialect dialect, Object value) {
        new StructureWriter(out, dialect).write(value);
    }

    private void write(Object value) {
        if (value instanceof NodeValue node) {
            node(node);
        } else if (value instanceof RelationshipValue relationship) {
            relationship(relationship);
        } else if (value instanceof PathValue path) {
            path(path);
        } else if (value instanceof LocalDate date) {
            out.structure(Marker.DATE, 1).integer(date.toEpochDay());
        } else if (value instanceof LocalTime time) {
            out.structure(Marker.LOCAL_TIME, 1).integer(time.toNanoOfDay());
        } else if (value instanceof OffsetTime time) {
            out.structure(Marker.TIME, 2)
                    .integer(time.toLocalTime().toNanoOfDay())
                    .integer(time.getOffset().getTotalSeconds());
        } else if (value instanceof LocalDateTime dateTime) {
            out.structure(Marker.LOCAL_DATE_TIME, 2)
                    .integer(dateTime.toEpochSecond(ZoneOffset.UTC))
                    .integer(dateTime.getNano());
        } else if (value instanceof ZonedDateTime dateTime) {
            zoned(dateTime);
        } else if (value instanceof DurationValue duration) {
            out.structure(Marker.DURATION, 4)
                    .integer(duration.months())
                    .integer(duration.days())
                    .integer(duration.seconds())
                    .integer(duration.nanos());
        } else if (value instanceof PointValue point) {
            point(point);
        } else {
            throw new IllegalArgumentException(
                    "a query returned a " + value.getClass().getName() + ", which is no value");
        }
    }

    private void zoned(ZonedDateTime value) {
        boolean fixed = value.getZone() instanceof ZoneOffset;
        long seconds =
                dialect.utc() ? value.toEpochSecond() : value.toLocalDateTime().toEpochSecond(ZoneOffset.UTC);
        int offsetTag = dialect.utc() ? Marker.DATE_TIME_UTC : Marker.DATE_TIME_LOCAL;
        int zoneTag = dialect.utc() ? Marker.DATE_TIME_ZONE_UTC : Marker.DATE_TIME_ZONE_LOCAL;
        out.structure(fixed ? offsetTag : zoneTag, 3).integer(seconds).integer(value.getNano());
        if (fixed) {
            out.integer(value.getOffset().getTotalSeconds());
        } else {
            out.string(value.getZone().getId());
        }
    }

    private void point(PointValue point) {
        List<Double> coordinates = point.coordinates();
        out.structure(coordinates.size() == 2 ? Marker.POINT_2D : Marker.POINT_3D, 1 + coordinates.size())
                .integer(point.srid());
        coordinates.forEach(out::floating);
    }

    private void node(NodeValue node) {
        out.structure(Marker.NODE, dialect.elementIds() ? 4 : 3)
                .integer(node.id())
                .list(node.labels())
                .map(node.properties());
        if (dialect.elementIds()) {
            out.string(node.elementId());
        }
    }

    private void relationship(RelationshipValue relationship) {
        out.structure(Marker.RELATIONSHIP, dialect.elementIds() ? 8 : 5)
                .integer(relationship.id())
                .integer(relationship.startId())
                .integer(relationship.endId())
                .string(relationship.type())
                .map(relationship.properties());
        if (dialect.elementIds()) {
            out.string(relationship.elementId())
                    .string(relationship.startElementId())
                    .string(relationship.endElementId());
        }
    }

    private void unbound(RelationshipValue relationship) {
        out.structure(Marker.UNBOUND_RELATIONSHIP, dialect.elementIds() ? 4 : 3)
                .integer(relationship.id())
                .string(relationship.type())
                .map(relationship.properties());
        if (dialect.elementIds()) {
            out.string(relationship.elementId());
        }
    }

    /** Nodes and relationships once each, then the walk: relationship (from 1, negative if against its direction), node. */
    private void path(PathValue path) {
        Map<Long, Integer> nodeIndices = new LinkedHashMap<>();
        List<NodeValue> nodes = new ArrayList<>();
        Map<Long, Integer> relationshipIndices = new LinkedHashMap<>();
        List<RelationshipValue> relationships = new ArrayList<>();
        for (NodeValue node : path.nodes()) {
            if (nodeIndices.putIfAbsent(node.id(), nodes.size()) == null) {
                nodes.add(node);
            }
        }
        for (RelationshipValue relationship : path.relationships()) {
            if (relationshipIndices.putIfAbsent(relationship.id(), relationships.size() + 1) == null) {
                relationships.add(relationship);
            }
        }
        out.structure(Marker.PATH, 3).listHeader(nodes.size());
        nodes.forEach(this::node);
        out.listHeader(relationships.size());
        relationships.forEach(this::unbound);
        out.listHeader(2 * path.relationships().size());
        for (int i = 0; i < path.relationships().size(); i++) {
            RelationshipValue relationship = path.relationships().get(i);
            boolean forwards = relationship.startId() == path.nodes().get(i).id()
                    && relationship.endId() == path.nodes().get(i + 1).id();
            int index = relationshipIndices.get(relationship.id());
            out.integer(forwards ? index : -index);
            out.integer(nodeIndices.get(path.nodes().get(i + 1).id()));
        }
    }
}
