package dev.muster.cypher.run;

import dev.muster.cypher.value.RelationshipRef;
import dev.muster.store.Direction;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * How to get from one node to the next: which way, which types, and what each relationship must fulfil.
 *
 * @param typeTest what types must fulfil beyond {@code types}, or null
 * @param each condition on each relationship of a path of several, read from {@code eachSlot}; or null
 */
public record Hop(Direction direction, Set<String> types, Predicate<String> typeTest, Expression each, int eachSlot) {
    /** What is shorter need not be counted. */
    private static final int LIST_MIN = 1000;

    private static final long RELATIONSHIP_BYTES = 44;

    /** The same from the other end. */
    public Hop reversed() {
        return new Hop(direction.reversed(), types, typeTest, each, eachSlot);
    }

    /** The relationships to follow from a node. */
    List<RelationshipRef> from(long node, Object[] row, Run run) {
        return from(node, -1, row, run);
    }

    /** Those that lead to {@code wanted}, or all if it is negative. */
    List<RelationshipRef> from(long node, long wanted, Object[] row, Run run) {
        List<RelationshipRef> result = new ArrayList<>();
        run.graph().transaction().expand(node, direction, types, (id, type, other, outgoing) -> {
            run.tick();
            if ((wanted < 0 || other == wanted) && (typeTest == null || typeTest.test(type))) {
                result.add(new RelationshipRef(id, type, outgoing ? node : other, outgoing ? other : node));
            }
            return true;
        });
        if (result.size() > LIST_MIN) {
            run.memory().passing(RELATIONSHIP_BYTES * result.size());
        }
        if (each != null) {
            result.removeIf(relationship -> {
                row[eachSlot] = relationship;
                return !Boolean.TRUE.equals(each.evaluate(row, run));
            });
        }
        return result;
    }
}
