package dev.muster.cypher.run;

import dev.muster.cypher.value.NodeRef;
import dev.muster.store.NodeRecord;
import java.util.Iterator;

/** All nodes, or those of a label, for each row. */
public record NodeScan(int slot, String label) implements FlatMap {
    @Override
    public Iterator<Object[]> rows(Object[] row, Run run) {
        Iterator<Long> labelled =
                label == null ? null : run.graph().transaction().nodesWithLabel(label);
        Iterator<NodeRecord> all = label == null ? run.graph().transaction().nodes() : null;
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return label == null ? all.hasNext() : labelled.hasNext();
            }

            @Override
            public Object[] next() {
                Object[] result = row.clone();
                result[slot] = new NodeRef(label == null ? all.next().id() : labelled.next());
                return result;
            }
        };
    }
}
