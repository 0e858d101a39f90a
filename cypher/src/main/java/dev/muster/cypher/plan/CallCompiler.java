package dev.muster.cypher.plan;

import dev.muster.cypher.ast.Clause;
import dev.muster.cypher.ast.Expr;
import dev.muster.cypher.ast.Query;
import dev.muster.cypher.error.CypherError;
import dev.muster.cypher.notice.Notice;
import dev.muster.cypher.run.BatchedCall;
import dev.muster.cypher.run.Draining;
import dev.muster.cypher.run.Expression;
import dev.muster.cypher.run.FlatMap;
import dev.muster.cypher.run.LoadCsv;
import dev.muster.cypher.run.Operator;
import dev.muster.cypher.run.ProcedureCall;
import dev.muster.cypher.run.RowSource;
import dev.muster.cypher.run.Run;
import dev.muster.cypher.run.Segment;
import dev.muster.cypher.run.Step;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Compiles CALL, of procedures and of subqueries, and LOAD CSV: what brings rows from elsewhere. */
final class CallCompiler {
    /** How many rows one transaction of {@code IN TRANSACTIONS} takes, unless that is written. */
    private static final Long BATCH_ROWS = 1_000L;

    private final ExpressionCompiler expressions;
    private final QueryCompiler queries;

    CallCompiler(ExpressionCompiler expressions, QueryCompiler queries) {
        this.expressions = expressions;
        this.queries = queries;
    }

    /** {@code alone}: the call is the whole statement. */
    List<Operator> procedure(Clause.CallProcedure call, Scope scope, boolean alone) {
        Scope before = scope.child();
        boolean takesAll = call.yields() == null || call.yieldAll();
        if (call.yieldAll() && !alone) {
            throw expressions
                    .source()
                    .at(call.position(), CypherError.PATTERN, "Cannot use `YIELD *` outside standalone call");
        }
        if (call.arguments() == null && !alone) {
            throw expressions
                    .source()
                    .at(
                            call.position(),
                            CypherError.PATTERN,
                            "Procedure call inside a query does not support passing arguments implicitly (pass explicitly"
                                    + " after procedure name instead)");
        }
        List<String> columns = new ArrayList<>();
        List<Integer> slots = new ArrayList<>();
        for (Clause.Yield yield : takesAll ? List.<Clause.Yield>of() : call.yields()) {
            if (scope.find(yield.variable()) != null) {
                throw expressions.source().at(call.position(), CypherError.ALREADY_DECLARED, yield.variable());
            }
            columns.add(yield.column());
            slots.add(scope.declare(yield.variable(), VariableType.ANY));
        }
        List<Expression> arguments = call.arguments() == null
                ? null
                : call.arguments().stream()
                        .map(a -> expressions.compile(a, before))
                        .toList();
        List<Operator> result = new ArrayList<>();
        ProcedureCall calling = new ProcedureCall(
                call.name(),
                arguments,
                takesAll && alone ? null : columns,
                slots.stream().mapToInt(i -> i).toArray());
        result.add(calling.shownAs(CallSteps.procedure(call)));
        if (call.where() != null) {
            result.add(Operator.filter(expressions.condition(call.where(), scope, call.position()))
                    .shownAs(MatchSteps.filter(List.of(ExprText.of(call.where())))));
        }
        return result;
    }

    Operator loadCsv(Clause.LoadCsv clause, Scope scope) {
        Expression url = expressions.compile(clause.url(), scope);
        if (scope.find(clause.variable()) != null) {
            throw expressions.source().at(clause.position(), CypherError.ALREADY_DECLARED, clause.variable());
        }
        int slot = scope.declare(clause.variable(), clause.headers() ? VariableType.MAP : VariableType.LIST);
        LoadCsv loading = new LoadCsv(
                url,
                clause.headers(),
                clause.separator(),
                slot,
                scope.declareHidden(Scope.FILE, VariableType.STRING),
                scope.declareHidden(Scope.LINE_NUMBER, VariableType.INTEGER));
        return loading.shownAs(CallSteps.loadCsv(clause));
    }

    /** Ends a query without rows. */
    Operator finishing() {
        Operator finishing = (input, run) -> () -> {
            while (input.next() != null) {
                run.tick();
            }
            return null;
        };
        return finishing.shownAs(Step.of("EmptyResult", ""));
    }

    /** Whether the subquery gives no columns. */
    boolean isUnit(Clause.CallSubquery call) {
        List<Clause> clauses = call.query().parts().get(0).clauses();
        return !(clauses.get(clauses.size() - 1) instanceof Clause.Project);
    }

    record Called(Operator operator, boolean writes) {}

    Called subquery(Clause.CallSubquery call, Scope scope) {
        CompiledQuery query = call.imports() == null ? withLeadingImports(call, scope) : withScope(call, scope);
        List<Integer> slots = new ArrayList<>();
        for (int i = 0; i < query.columns().size(); i++) {
            String column = query.columns().get(i);
            if (scope.find(column) != null) {
                throw expressions.source().at(call.position(), CypherError.ALREADY_DECLARED, column);
            }
            slots.add(scope.declare(column, query.types().get(i)));
        }
        if (call.optional() && query.columns().isEmpty()) {
            expressions.notices().add(Notice.OPTIONAL_UNIT_SUBQUERY, call.position());
        }
        if (call.batches() != null) {
            return batched(call, query, slots, scope);
        }
        if (query.writes()) {
            Draining calling = (row, results, run) -> {
                RowSource rows = answers(query, row, slots, call.optional(), run);
                for (Object[] next = rows.next(); next != null; next = rows.next()) {
                    results.add(next);
                }
            };
            return new Called(calling.shownAs(CallSteps.subquery(query), query.shape()), true);
        }
        FlatMap calling = (row, run) -> {
            RowSource rows = answers(query, row, slots, call.optional(), run);
            return new PullingIterator(rows);
        };
        return new Called(calling.shownAs(CallSteps.subquery(query), query.shape()), false);
    }

    private Called batched(Clause.CallSubquery call, CompiledQuery query, List<Integer> slots, Scope scope) {
        Clause.InTransactions batches = call.batches();
        Expression size = batches.rows() == null ? (row, run) -> BATCH_ROWS : constant(batches.rows());
        int report = -1;
        if (batches.report() != null) {
            if (scope.find(batches.report()) != null) {
                throw expressions.source().at(call.position(), CypherError.ALREADY_DECLARED, batches.report());
            }
            report = scope.declare(batches.report(), VariableType.MAP);
        }
        BatchedCall calling = new BatchedCall(
                (row, run) -> answers(query, row, slots, call.optional(), run),
                size,
                batches.onError(),
                slots.stream().mapToInt(i -> i).toArray(),
                report);
        return new Called(calling.shownAs(CallSteps.batched(query, batches), query.shape()), query.writes());
    }

    private Expression constant(Expr expression) {
        Scope empty = new Scope(new Segment());
        Expression compiled = expressions.compile(expression, empty);
        return (row, run) -> compiled.evaluate(empty.segment().newRow(), run);
    }

    private CompiledQuery withScope(Clause.CallSubquery call, Scope scope) {
        Set<String> visible = new LinkedHashSet<>();
        if (call.importAll()) {
            visible.addAll(scope.names());
        }
        for (Expr.Variable variable : call.imports()) {
            expressions.resolve(variable, scope);
            visible.add(variable.name());
        }
        visible.addAll(scope.imported());
        visible.addAll(scope.hidden());
        noticeShadows(call.query(), scope, visible);
        return queries.called(call.query(), scope, visible, true);
    }

    /** {@code CALL { WITH a, b … }}: a leading WITH of plain variables says what is imported. */
    private CompiledQuery withLeadingImports(Clause.CallSubquery call, Scope scope) {
        Set<String> visible = new LinkedHashSet<>();
        List<Query.Single> parts = new ArrayList<>();
        for (Query.Single part : call.query().parts()) {
            List<Clause> clauses = part.clauses();
            if (clauses.get(0) instanceof Clause.Project project && isImport(project)) {
                if (project.projection().star()) {
                    visible.addAll(scope.names());
                }
                for (Clause.Item item : project.projection().items()) {
                    expressions.resolve((Expr.Variable) item.expression(), scope);
                    visible.add(item.name());
                }
                clauses = clauses.subList(1, clauses.size());
            }
            parts.add(new Query.Single(clauses));
        }
        String imports = visible.stream().sorted().collect(Collectors.joining(", "));
        expressions.notices().add(Notice.SUBQUERY_WITHOUT_SCOPE, call.position(), imports);
        visible.addAll(scope.hidden());
        Query query = new Query(parts, call.query().distinct());
        noticeShadows(query, scope, visible);
        return queries.called(query, scope, visible, false);
    }

    private void noticeShadows(Query query, Scope scope, Set<String> visible) {
        Declarations.in(query).forEach((name, position) -> {
            if (scope.find(name) != null && !visible.contains(name)) {
                expressions.notices().add(Notice.SUBQUERY_SHADOWS, position, name);
            }
        });
    }

    private static boolean isImport(Clause.Project project) {
        Clause.Projection p = project.projection();
        return !project.isReturn()
                && !p.distinct()
                && p.orderBy().isEmpty()
                && p.skip() == null
                && p.limit() == null
                && p.where() == null
                && p.items().stream()
                        .allMatch(i -> i.expression() instanceof Expr.Variable v
                                && v.name().equals(i.name()));
    }

    private static RowSource answers(
            CompiledQuery query, Object[] row, List<Integer> slots, boolean optional, Run run) {
        RowSource inner = query.open(row, run);
        if (query.columns().isEmpty()) {
            while (inner.next() != null) {
                run.tick();
            }
            return RowSource.of(row);
        }
        return new RowSource() {
            private boolean any;

            @Override
            public Object[] next() {
                Object[] found = inner.next();
                if (found == null && (any || !optional)) {
                    return null;
                }
                any = true;
                Object[] result = row.clone();
                for (int i = 0; i < slots.size(); i++) {
                    result[slots.get(i)] = found == null ? null : found[i];
                }
                return result;
            }
        };
    }

    /** A source as an iterator. */
    static final class PullingIterator implements java.util.Iterator<Object[]> {
        private final RowSource rows;
        private Object[] ahead;

        PullingIterator(RowSource rows) {
            this(rows.next(), rows);
        }

        PullingIterator(Object[] first, RowSource rows) {
            this.rows = rows;
            this.ahead = first;
        }

        @Override
        public boolean hasNext() {
            return ahead != null;
        }

        @Override
        public Object[] next() {
            Object[] result = ahead;
            ahead = rows.next();
            return result;
        }
    }
}
