package dev.muster.cypher.parse;

import dev.muster.cypher.error.CypherError;
import java.util.ArrayList;
import java.util.List;
import org.neo4j.cypher.internal.parser.v5.Cypher5Parser.ClauseContext;
import org.neo4j.cypher.internal.parser.v5.Cypher5Parser.UseClauseContext;

/**
 * The {@code USE} clauses of a statement. They stand first in a query or a part of a UNION, or behind the importing WITH of a
 * subquery; all name the same graph, as everywhere but on composite databases, which there are none of.
 */
final class GraphUses {
    private final Reading reading;
    private String name;
    private boolean ambient;

    GraphUses(Reading reading) {
        this.reading = reading;
    }

    /** The graph that the whole statement is for, or null. */
    String everywhere() {
        return ambient ? null : name;
    }

    /** The graph that some parts of the statement name while others leave it to the session; null if there are not both. */
    String within() {
        return ambient ? name : null;
    }

    /** The clauses of a part of a query without its USE. */
    List<ClauseContext> without(List<ClauseContext> clauses, boolean subquery) {
        boolean behindImports = subquery
                && clauses.size() > 1
                && clauses.get(0).withClause() != null
                && clauses.get(1).useClause() != null;
        int use = behindImports ? 1 : 0;
        if (clauses.get(use).useClause() == null) {
            ambient |= !subquery;
            return clauses;
        }
        named(clauses.get(use).useClause());
        List<ClauseContext> others = new ArrayList<>(clauses);
        others.remove(use);
        return others;
    }

    /** Takes note of a USE; fails if it names another graph than the one before. */
    void named(UseClauseContext use) {
        if (use.graphReference().symbolicAliasName() == null) {
            throw reading.unsupported(use, Reading.text(use));
        }
        String named = CommandReader.aliasName(use.graphReference().symbolicAliasName());
        if (name != null && !name.equalsIgnoreCase(named)) {
            throw reading.error(use, CypherError.SEVERAL_GRAPHS, named);
        }
        name = named;
    }
}
