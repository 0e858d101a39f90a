package dev.muster.cypher.run;

import dev.muster.cypher.value.GraphView;
import dev.muster.cypher.value.NodeRef;
import dev.muster.store.schema.IndexKeys;
import dev.muster.store.schema.KeyRange;
import dev.muster.store.schema.SchemaRule;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Nodes or relationships from an index, for each row. What an index finds may be more than what was asked for, so the comparison stays in the
 * plan as a condition.
 *
 * @param values one for each property of the index, or the one that its only property is compared with
 */
public record IndexSeek(int slot, SchemaRule index, Comparison comparison, List<Expression> values) implements FlatMap {
    /** How the index's property is compared; all but {@link #EQUAL} with one property only. */
    public enum Comparison {
        EQUAL,
        IN,
        AT_MOST,
        AT_LEAST,
        PREFIX
    }

    @Override
    public Iterator<Object[]> rows(Object[] row, Run run) {
        List<Object> asked = new ArrayList<>(values.size());
        for (Expression expression : values) {
            Object value = expression.evaluate(row, run);
            if (value == null) {
                return List.<Object[]>of().iterator();
            }
            asked.add(value);
        }
        Set<Long> seen = new HashSet<>();
        Iterator<Long> ids = ranges(asked).stream()
                .flatMap(range -> stream(run.graph().transaction().inIndex(range)))
                .filter(id -> comparison != Comparison.IN || seen.add(id))
                .iterator();
        Iterator<Object> found = index.isOnRelationships() ? relationships(ids, run) : nodes(ids, run);
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return found.hasNext();
            }

            @Override
            public Object[] next() {
                Object[] result = row.clone();
                result[slot] = found.next();
                return result;
            }
        };
    }

    private static Iterator<Object> nodes(Iterator<Long> ids, Run run) {
        return stream(ids)
                .filter(id -> run.graph().node(id) != null)
                .<Object>map(NodeRef::new)
                .iterator();
    }

    private static Iterator<Object> relationships(Iterator<Long> ids, Run run) {
        return stream(ids)
                .map(id -> run.graph().transaction().relationship(id))
                .filter(Objects::nonNull)
                .<Object>map(GraphView::handle)
                .iterator();
    }

    private static Stream<Long> stream(Iterator<Long> ids) {
        return Stream.iterate(ids, Iterator::hasNext, same -> same).map(Iterator::next);
    }

    private List<KeyRange> ranges(List<Object> asked) {
        Object first = asked.get(0);
        return switch (comparison) {
            case EQUAL -> List.of(IndexKeys.equal(index, asked));
            case AT_LEAST -> List.of(IndexKeys.between(index, first, null));
            case AT_MOST -> List.of(IndexKeys.between(index, null, first));
            case PREFIX ->
                first instanceof String text ? List.of(IndexKeys.startingWith(index, text)) : List.<KeyRange>of();
            case IN -> {
                if (!(first instanceof List<?> wanted)) {
                    yield List.of(IndexKeys.all(index));
                }
                Set<Object> items = new LinkedHashSet<>(wanted);
                items.remove(null);
                yield items.stream()
                        .map(item -> IndexKeys.equal(index, List.of(item)))
                        .toList();
            }
        };
    }
}
