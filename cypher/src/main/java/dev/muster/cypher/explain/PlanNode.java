package dev.muster.cypher.explain;

import dev.muster.cypher.run.Operator;
import dev.muster.cypher.run.Profile;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * One operator of a plan's tree.
 *
 * @param name Neo4j's name of it
 * @param details may be empty
 * @param identifiers the variables its rows have, in the order in which they are bound
 * @param estimatedRows how many rows it is expected to give
 * @param rows how many it gave, by a profile
 * @param hits how often it asked the store, by a profile
 */
record PlanNode(
        String name,
        String details,
        List<String> identifiers,
        double estimatedRows,
        ToLongFunction<Profile> rows,
        ToLongFunction<Profile> hits,
        List<PlanNode> children) {
    private static final ToLongFunction<Profile> NONE = profile -> 0;

    /** A node that is no operator of ours and asks nothing of the store. */
    static PlanNode passive(
            String name,
            String details,
            List<String> identifiers,
            double estimatedRows,
            ToLongFunction<Profile> rows,
            List<PlanNode> children) {
        return new PlanNode(name, details, identifiers, estimatedRows, rows, NONE, children);
    }

    /** The node of an operator, which a profile counts. */
    static PlanNode counted(
            String name,
            String details,
            List<String> identifiers,
            double estimatedRows,
            Operator operator,
            List<PlanNode> children) {
        return new PlanNode(
                name,
                details,
                identifiers,
                estimatedRows,
                profile -> profile.rows(operator),
                profile -> profile.hits(operator),
                children);
    }

    /** A node over this one that shows the same rows. */
    PlanNode under(String above, String itsDetails, List<String> itsIdentifiers) {
        return passive(above, itsDetails, itsIdentifiers, estimatedRows, rows, List.of(this));
    }
}
