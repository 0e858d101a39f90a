package dev.muster.cypher.run;

import java.util.List;

/**
 * A query as plans show it: the operators of each of its branches, in the order of the rows.
 *
 * @param distinct whether repetitions among the branches' rows are dropped
 * @param end what stands over the only branch and is no operator, for instance {@code Optional}; or null
 */
public record Branches(List<List<Operator>> operators, boolean distinct, String end) {
    /** One chain of operators. */
    public static Branches of(List<Operator> operators) {
        return new Branches(List.of(operators), false, null);
    }
}
