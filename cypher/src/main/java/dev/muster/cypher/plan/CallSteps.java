package dev.muster.cypher.plan;

import dev.muster.cypher.ast.Clause;
import dev.muster.cypher.run.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** What plans show of CALL. Pure. */
final class CallSteps {
    private static final double LINES_EXPECTED = 10;

    private CallSteps() {}

    static Step procedure(Clause.CallProcedure call) {
        List<Clause.Yield> yields = call.yields() == null ? List.of() : call.yields();
        String yielded = yields.stream().map(y -> y.variable() + " :: ANY").collect(Collectors.joining(", "));
        String arguments = call.arguments() == null ? "" : ExprText.all(call.arguments());
        return Step.of(
                "ProcedureCall",
                call.name() + "(" + arguments + ")" + (yields.isEmpty() ? "" : " :: (" + yielded + ")"),
                yields.stream().map(Clause.Yield::variable).toList());
    }

    static Step loadCsv(Clause.LoadCsv clause) {
        return Step.of("LoadCSV", ExprText.of(clause.url()) + " AS " + clause.variable(), List.of(clause.variable()))
                .expecting(rows -> rows * LINES_EXPECTED);
    }

    static Step batched(CompiledQuery query, Clause.InTransactions batches) {
        String size = batches.rows() == null ? "" : " OF " + ExprText.of(batches.rows()) + " ROWS";
        String report = batches.report() == null ? "" : " REPORT STATUS AS " + batches.report();
        List<String> binds = new ArrayList<>(query.columns());
        if (batches.report() != null) {
            binds.add(batches.report());
        }
        return Step.of(
                query.columns().isEmpty() ? "TransactionForeach" : "TransactionApply",
                "IN TRANSACTIONS" + size + " ON ERROR " + batches.onError() + report,
                binds);
    }

    static Step subquery(CompiledQuery query) {
        boolean unit = query.writes() && query.columns().isEmpty();
        return Step.of(unit ? "SubqueryForeach" : "Apply", "", query.columns());
    }
}
