package dev.muster.cypher.run;

import dev.muster.cypher.value.NodeRef;
import dev.muster.cypher.value.RelationshipRef;
import java.util.Iterator;
import java.util.List;

/**
 * One hop from a bound node. If the other end is bound as well, only what leads there is kept.
 *
 * @param others slots of relationships of the same MATCH that must not be walked again
 */
public record Expand(int from, int relationship, int to, boolean toBound, Hop hop, int[] others) implements FlatMap {
    @Override
    public Iterator<Object[]> rows(Object[] row, Run run) {
        if (!(row[from] instanceof NodeRef start)) {
            return List.<Object[]>of().iterator();
        }
        if (toBound && !(row[to] instanceof NodeRef)) {
            return List.<Object[]>of().iterator();
        }
        long wanted = toBound ? ((NodeRef) row[to]).id() : -1;
        List<RelationshipRef> hops = hop.from(start.id(), wanted, row, run);
        if (others.length > 0) {
            hops.removeIf(r -> isWalked(row, others, r));
        }
        Iterator<RelationshipRef> iterator = hops.iterator();
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return iterator.hasNext();
            }

            @Override
            public Object[] next() {
                RelationshipRef next = iterator.next();
                Object[] result = row.clone();
                result[relationship] = next;
                result[to] = toBound ? row[to] : new NodeRef(next.otherEnd(start.id()));
                return result;
            }
        };
    }

    static boolean isWalked(Object[] row, int[] slots, RelationshipRef relationship) {
        for (int slot : slots) {
            Object walked = row[slot];
            if (walked instanceof List<?> list ? list.contains(relationship) : relationship.equals(walked)) {
                return true;
            }
        }
        return false;
    }
}
