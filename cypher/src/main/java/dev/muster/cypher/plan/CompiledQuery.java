package dev.muster.cypher.plan;

import dev.muster.cypher.run.Branches;
import dev.muster.cypher.run.Operator;
import dev.muster.cypher.run.RowSource;
import dev.muster.cypher.run.Run;
import dev.muster.cypher.run.Segment;
import dev.muster.cypher.run.Sorting;
import java.util.List;

/**
 * A query ready to run. Its rows have the columns in their first slots.
 *
 * @param columns empty if the query ends without RETURN
 * @param types of the columns
 * @param standaloneProcedure if the query is nothing but a CALL, the procedure whose columns it gives; else null
 * @param distinct whether the union of the branches drops repetitions
 */
public record CompiledQuery(
        List<Branch> branches,
        List<String> columns,
        List<VariableType> types,
        boolean distinct,
        boolean writes,
        String standaloneProcedure) {
    /** One single query; {@code imports} are pairs of an outer and an inner slot. */
    record Branch(Segment first, List<int[]> imports, List<Operator> operators) {
        RowSource open(Object[] outer, Run run) {
            Object[] row = first.newRow();
            for (int[] pair : imports) {
                row[pair[1]] = outer[pair[0]];
            }
            return Operator.chain(operators, RowSource.of(row), run);
        }
    }

    /** What plans show. */
    public Branches shape() {
        return new Branches(branches.stream().map(Branch::operators).toList(), distinct, null);
    }

    /** Begins, one branch after the other. {@code outer} is the row of the query around it, or null. */
    public RowSource open(Object[] outer, Run run) {
        if (branches.size() == 1) {
            return branches.get(0).open(outer, run);
        }
        RowSource all = new RowSource() {
            private int next;
            private RowSource current;

            @Override
            public Object[] next() {
                while (true) {
                    Object[] row = current == null ? null : current.next();
                    if (row != null || next == branches.size()) {
                        return row;
                    }
                    current = branches.get(next++).open(outer, run);
                }
            }
        };
        return distinct ? Sorting.distinct(columns.size()).open(all, run) : all;
    }
}
