package dev.muster.cypher.parse;

import dev.muster.cypher.ast.Clause;
import dev.muster.cypher.ast.Command;
import dev.muster.cypher.ast.Expr;
import dev.muster.cypher.ast.Query;
import dev.muster.cypher.error.CypherError;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Recognizes queries that are nothing but a call of a procedure which administers: they are commands, carried out by the
 * catalog and not within the query's transaction.
 */
final class AdminCall {
    private AdminCall() {}

    /** The command, or null for a query that is to be run; {@code procedures} are the names that administer, in lower case. */
    static Command of(Source source, Query query, Set<String> procedures) {
        for (Query.Single part : query.parts()) {
            for (Clause clause : part.clauses()) {
                if (clause instanceof Clause.CallProcedure call
                        && procedures.contains(call.name().toLowerCase(Locale.ROOT))) {
                    return command(source, call, query);
                }
            }
        }
        return null;
    }

    private static Command command(Source source, Clause.CallProcedure call, Query query) {
        List<Clause> clauses = query.parts().get(0).clauses();
        boolean returns = clauses.size() == 2 && clauses.get(1) instanceof Clause.Project project && project.isReturn();
        boolean alone = query.parts().size() == 1 && clauses.get(0) == call && (clauses.size() == 1 || returns);
        if (!alone) {
            throw source.at(
                    call.position(),
                    CypherError.NOT_SUPPORTED,
                    "CALL " + call.name() + " together with other clauses than YIELD, WHERE and RETURN");
        }
        return new Command.Procedure(call.name(), call.arguments(), shaping(call, clauses));
    }

    private static Command.Show shaping(Clause.CallProcedure call, List<Clause> clauses) {
        Clause.Projection returns = clauses.size() == 2 ? ((Clause.Project) clauses.get(1)).projection() : null;
        if (call.yields() == null || call.yieldAll()) {
            return new Command.Show(Command.Scope.ALL, null, call.where(), null, returns);
        }
        List<Clause.Item> items = new ArrayList<>();
        for (Clause.Yield yield : call.yields()) {
            boolean renamed = !yield.column().equals(yield.variable());
            items.add(new Clause.Item(
                    new Expr.Variable(yield.column(), call.position()), yield.variable(), renamed, call.position()));
        }
        Clause.Projection yield = new Clause.Projection(false, false, items, List.of(), null, null, call.where());
        return new Command.Show(Command.Scope.ALL, null, null, yield, returns);
    }
}
