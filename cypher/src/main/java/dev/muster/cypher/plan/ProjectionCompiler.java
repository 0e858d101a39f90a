package dev.muster.cypher.plan;

import dev.muster.cypher.ast.Clause;
import dev.muster.cypher.ast.Clause.Projection;
import dev.muster.cypher.ast.Expr;
import dev.muster.cypher.error.CypherError;
import dev.muster.cypher.run.Aggregate;
import dev.muster.cypher.run.Expression;
import dev.muster.cypher.run.Operator;
import dev.muster.cypher.run.Segment;
import dev.muster.cypher.run.Sorting;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Compiles WITH and RETURN. Rows go through at most these steps: group; compute the columns beside the old values, so that
 * ORDER BY and WHERE can see both; move to rows of a new shape; drop repetitions; sort, skip, limit; filter.
 */
final class ProjectionCompiler {
    private final ExpressionCompiler expressions;

    ProjectionCompiler(ExpressionCompiler expressions) {
        this.expressions = expressions;
    }

    /** Adds the operators; returns the scope of the new rows, whose first slots are the columns. */
    Scope compile(Clause.Project clause, Scope scope, List<Operator> operators) {
        return new Compilation(clause, scope, operators).compile();
    }

    private final class Compilation {
        private final Clause.Project clause;
        private final Projection projection;
        private final Scope scope;
        private final List<Operator> operators;
        private final List<Clause.Item> items = new ArrayList<>();
        private final Scope result = new Scope(new Segment());
        /** Pairs of what is computed on the old row and where it goes in the new one. */
        private final List<Expression> moved = new ArrayList<>();

        private final List<Integer> destinations = new ArrayList<>();
        private final List<Sorting.Key> sortKeys = new ArrayList<>();

        Compilation(Clause.Project clause, Scope scope, List<Operator> operators) {
            this.clause = clause;
            this.projection = clause.projection();
            this.scope = scope;
            this.operators = operators;
            result.keepOrder(scope.keepsOrder());
        }

        Scope compile() {
            gatherItems();
            boolean aggregating = items.stream().anyMatch(i -> Mentions.aggregates(i.expression()));
            if (!aggregating && !projection.distinct() && Mentions.aggregates(projection.orderBy())) {
                throw expressions
                        .source()
                        .at(
                                clause.position(),
                                CypherError.ORDER_WITHOUT_AGGREGATION,
                                clause.isReturn() ? "RETURN" : "WITH");
            }
            Scope source = aggregating ? grouped() : scope;
            List<Expression> columns = new ArrayList<>();
            Scope combined = source.child();
            List<Operator> computing = new ArrayList<>();
            for (Clause.Item item : items) {
                columns.add(expressions.compile(item.expression(), visible(item.expression(), source)));
            }
            if (aggregating) {
                source.aggregates().complete();
            }
            int[] temporary = new int[items.size()];
            for (int i = 0; i < items.size(); i++) {
                VariableType type = typeOf(items.get(i).expression(), source);
                temporary[i] = combined.declare(items.get(i).name(), type);
                int slot = temporary[i];
                int destination = result.declare(items.get(i).name(), type);
                move((row, run) -> row[slot], destination);
            }
            computing.add(computing(columns, temporary));
            carryImported(source);
            if (!aggregating && !projection.distinct() && !clause.isReturn()) {
                carryHidden(source);
            }
            Expression where = where(combined, aggregating);
            compileOrder(combined);
            if (aggregating) {
                operators.add(aggregation.shownAs(steps().aggregation()));
            }
            operators.addAll(computing);
            boolean nothingNew = aggregating || steps().isPlain();
            operators.add(nothingNew ? moving() : moving().shownAs(steps().computing()));
            finish(where);
            return result;
        }

        private ProjectionSteps steps() {
            return new ProjectionSteps(projection, items);
        }

        /** An expression that aggregates may read variables and properties it is grouped by, but nothing more complex. */
        private static Scope visible(Expr expression, Scope scope) {
            return Mentions.aggregates(expression) ? scope.simple() : scope;
        }

        private void gatherItems() {
            if (projection.star()) {
                List<String> names = scope.starNames();
                if (names.isEmpty() && projection.items().isEmpty() && clause.isReturn()) {
                    throw expressions.source().at(clause.position(), CypherError.NO_VARIABLES, "RETURN");
                }
                Set<String> explicit = new HashSet<>();
                projection.items().forEach(i -> explicit.add(i.name()));
                names.stream()
                        .filter(n -> !explicit.contains(n) || clause.isReturn())
                        .forEach(name -> items.add(new Clause.Item(
                                new Expr.Variable(name, clause.position()), name, true, clause.position())));
            }
            items.addAll(projection.items());
            Set<String> seen = new HashSet<>();
            for (Clause.Item item : items) {
                if (!seen.add(item.name())) {
                    throw expressions.source().at(item.position(), CypherError.DUPLICATE_COLUMN);
                }
                if (!clause.isReturn() && !item.aliased() && !(item.expression() instanceof Expr.Variable)) {
                    throw expressions.source().at(item.position(), CypherError.UNALIASED);
                }
            }
        }

        private Aggregate aggregation;

        /** The scope after grouping: keys and aggregates, nothing else. */
        private Scope grouped() {
            Scope after = new Scope(new Segment());
            AggregateCalls calls = new AggregateCalls(expressions, scope, after.segment());
            List<Expression> keys = new ArrayList<>();
            List<Integer> slots = new ArrayList<>();
            for (Clause.Item item : items) {
                if (!Mentions.aggregates(item.expression())) {
                    keys.add(expressions.compile(item.expression(), scope));
                    slots.add(keySlot(after, item.expression()));
                }
            }
            if (!scope.imported().isEmpty() && !clause.isReturn()) {
                if (keys.isEmpty()) {
                    throw expressions
                            .source()
                            .at(
                                    clause.position(),
                                    CypherError.NOT_SUPPORTED,
                                    "aggregation without grouping keys in a WITH of a subquery that sees outer variables");
                }
                for (String name : scope.imported()) {
                    Expr.Variable variable = new Expr.Variable(name, clause.position());
                    keys.add(expressions.compile(variable, scope));
                    slots.add(keySlot(after, variable));
                    after.imported().add(name);
                }
            }
            after.afterGrouping(calls, scope);
            aggregation =
                    new Aggregate(keys, slots.stream().mapToInt(i -> i).toArray(), calls.calls(), after.segment());
            return after;
        }

        private int keySlot(Scope after, Expr key) {
            if (key instanceof Expr.Variable variable) {
                return after.declare(variable.name(), typeOf(key, scope));
            }
            int slot = after.segment().allocate();
            after.computed(key, slot);
            return slot;
        }

        private static VariableType typeOf(Expr expression, Scope in) {
            return StaticTypes.of(expression, in);
        }

        private static Operator computing(List<Expression> columns, int[] slots) {
            return (input, run) -> () -> {
                Object[] row = input.next();
                if (row != null) {
                    run.tick();
                    for (int i = 0; i < slots.length; i++) {
                        row[slots[i]] = columns.get(i).evaluate(row, run);
                    }
                }
                return row;
            };
        }

        private void move(Expression value, int destination) {
            moved.add(value);
            destinations.add(destination);
        }

        private void carryImported(Scope source) {
            if (clause.isReturn()) {
                return;
            }
            for (String name : source.imported()) {
                Scope.Binding binding = source.find(name);
                if (result.find(name) == null) {
                    int slot = binding.slot();
                    int destination = result.declare(name, binding.type());
                    move((row, run) -> row[slot], destination);
                }
                result.imported().add(name);
            }
        }

        private void carryHidden(Scope source) {
            for (String name : source.hidden()) {
                Scope.Binding binding = source.find(name);
                int slot = binding.slot();
                if (result.find(name) == null) {
                    move((row, run) -> row[slot], result.declareHidden(name, binding.type()));
                }
            }
        }

        /** A WHERE that needs values the new rows do not have is computed on the old ones. */
        private Expression where(Scope combined, boolean aggregating) {
            if (projection.where() == null) {
                return null;
            }
            boolean needsOld = Mentions.variables(projection.where()).stream()
                    .anyMatch(n -> result.find(n) == null && combined.find(n) != null);
            if (!needsOld || aggregating || projection.distinct()) {
                return expressions.condition(projection.where(), withColumns(result), clause.position());
            }
            Expression early = expressions.condition(projection.where(), combined, clause.position());
            int slot = result.segment().allocate();
            move(early, slot);
            return (row, run) -> row[slot];
        }

        /** The new rows, where an expression that is a column need not be computed again. */
        private Scope withColumns(Scope rows) {
            Scope scope = rows.child();
            for (Clause.Item item : items) {
                if (!(item.expression() instanceof Expr.Variable)) {
                    scope.computed(item.expression(), rows.find(item.name()).slot());
                }
            }
            return scope;
        }

        private void compileOrder(Scope combined) {
            for (Clause.SortItem item : projection.orderBy()) {
                int slot = result.segment().allocate();
                sortKeys.add(new Sorting.Key(slot, item.descending()));
                if (!projection.distinct()) {
                    move(expressions.compile(item.expression(), visible(item.expression(), combined)), slot);
                }
            }
        }

        private Operator moving() {
            Segment segment = result.segment();
            int[] slots = destinations.stream().mapToInt(i -> i).toArray();
            Expression[] values = moved.toArray(new Expression[0]);
            return (input, run) -> () -> {
                Object[] row = input.next();
                if (row == null) {
                    return null;
                }
                Object[] moved = segment.newRow();
                for (int i = 0; i < slots.length; i++) {
                    moved[slots[i]] = values[i].evaluate(row, run);
                }
                return moved;
            };
        }

        private void finish(Expression where) {
            if (projection.distinct()) {
                operators.add(Sorting.distinct(items.size()).shownAs(steps().distinct()));
                Scope columns = withColumns(result);
                for (int i = 0; i < sortKeys.size(); i++) {
                    Expression key =
                            expressions.compile(projection.orderBy().get(i).expression(), columns);
                    operators.add(
                            computing(List.of(key), new int[] {sortKeys.get(i).slot()}));
                }
            }
            Expression skip = constant(projection.skip(), "SKIP");
            Expression limit = constant(projection.limit(), "LIMIT");
            if (!sortKeys.isEmpty()) {
                operators.add(Sorting.sort(sortKeys, skip, limit).shownAs(steps().sort()));
            }
            if (skip != null) {
                operators.add(Sorting.skip(skip).shownAs(steps().skip()));
            }
            if (limit != null) {
                operators.add(Sorting.limit(limit).shownAs(steps().limit()));
            }
            if (where != null) {
                operators.add(Operator.filter(row(where))
                        .shownAs(MatchSteps.filter(List.of(ExprText.of(projection.where())))));
            }
        }

        private static Expression row(Expression where) {
            return (row, run) -> Predicates.condition(where.evaluate(row, run));
        }

        private Expression constant(Expr expression, String word) {
            if (expression == null) {
                return null;
            }
            expressions.types().checkCount(expression, word, clause.position());
            Scope empty = new Scope(new Segment());
            Expression compiled = expressions.compile(expression, empty);
            return (row, run) -> compiled.evaluate(empty.segment().newRow(), run);
        }
    }
}
