package dev.muster.store.change;

import dev.muster.store.Direction;
import dev.muster.store.GraphReader;
import dev.muster.store.RelationshipRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** One step through the graph as a transaction sees it: the version's relationships without those deleted, and the new ones, type by type. */
final class OverlaidExpand {
    private final Map<Long, RelationshipEdit> edits;
    private final long nodeId;
    private final Direction direction;
    private final Set<String> types;
    private final GraphReader.ExpandVisitor visitor;
    private final TreeMap<String, List<RelationshipRecord>> createdByType = new TreeMap<>();
    private String type;
    private boolean enough;

    OverlaidExpand(
            Map<Long, RelationshipEdit> edits,
            List<RelationshipEdit> created,
            long nodeId,
            Direction direction,
            Set<String> types,
            GraphReader.ExpandVisitor visitor) {
        this.edits = edits;
        this.nodeId = nodeId;
        this.direction = direction;
        this.types = types;
        this.visitor = visitor;
        for (RelationshipEdit edit : created) {
            if (!edit.deleted && isWanted(edit.base)) {
                createdByType
                        .computeIfAbsent(edit.base.type(), key -> new ArrayList<>())
                        .add(edit.base);
            }
        }
    }

    void over(GraphReader base) {
        base.expand(nodeId, direction, types, this::visitBase);
        visitCreated(type);
        while (!enough && !createdByType.isEmpty()) {
            visitCreated(createdByType.firstKey());
        }
    }

    private boolean visitBase(long relationshipId, String ofType, long otherNodeId, boolean outgoing) {
        if (!ofType.equals(type)) {
            visitCreated(type);
            type = ofType;
        }
        RelationshipEdit edit = edits.get(relationshipId);
        if (!enough && (edit == null || !edit.deleted)) {
            enough = !visitor.visit(relationshipId, ofType, otherNodeId, outgoing);
        }
        return !enough;
    }

    private void visitCreated(String ofType) {
        List<RelationshipRecord> created = ofType == null ? null : createdByType.remove(ofType);
        if (created == null) {
            return;
        }
        for (RelationshipRecord relationship : created) {
            if (enough) {
                return;
            }
            boolean outgoing = relationship.startId() == nodeId && direction != Direction.INCOMING;
            enough = !visitor.visit(relationship.id(), ofType, relationship.otherEnd(nodeId), outgoing);
        }
    }

    private boolean isWanted(RelationshipRecord relationship) {
        boolean end = switch (direction) {
            case OUTGOING -> relationship.startId() == nodeId;
            case INCOMING -> relationship.endId() == nodeId;
            case BOTH -> true;
        };
        return end && (types.isEmpty() || types.contains(relationship.type()));
    }
}
