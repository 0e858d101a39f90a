package dev.muster.cypher.run;

import dev.muster.cypher.value.NodeRef;
import dev.muster.cypher.value.RelationshipRef;
import dev.muster.store.Direction;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** Binds the ends of a relationship that is known already, or checks those that are bound. */
public record RelationshipEnds(
        int relationship, int from, boolean fromBound, int to, boolean toBound, Hop hop, int[] others)
        implements FlatMap {
    @Override
    public Iterator<Object[]> rows(Object[] row, Run run) {
        List<Object[]> result = new ArrayList<>(2);
        if (row[relationship] instanceof RelationshipRef known
                && isOfType(known)
                && !Expand.isWalked(row, others, known)
                && run.graph().transaction().relationship(known.id()) != null) {
            if (hop.direction() != Direction.INCOMING) {
                addIfFits(result, row, known.startId(), known.endId());
            }
            if (hop.direction() == Direction.INCOMING
                    || (hop.direction() == Direction.BOTH && known.startId() != known.endId())) {
                addIfFits(result, row, known.endId(), known.startId());
            }
        }
        return result.iterator();
    }

    private boolean isOfType(RelationshipRef known) {
        return (hop.types().isEmpty() || hop.types().contains(known.type()))
                && (hop.typeTest() == null || hop.typeTest().test(known.type()));
    }

    private void addIfFits(List<Object[]> result, Object[] row, long left, long right) {
        Object[] copy = row.clone();
        boolean same = from == to;
        if (bind(copy, from, fromBound, left) && bind(copy, to, toBound || same, right)) {
            result.add(copy);
        }
    }

    private static boolean bind(Object[] row, int slot, boolean bound, long node) {
        if (bound) {
            return row[slot] instanceof NodeRef known && known.id() == node;
        }
        row[slot] = new NodeRef(node);
        return true;
    }
}
