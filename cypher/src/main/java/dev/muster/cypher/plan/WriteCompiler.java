package dev.muster.cypher.plan;

import dev.muster.cypher.ast.Clause;
import dev.muster.cypher.ast.Clause.SetItem;
import dev.muster.cypher.ast.Expr;
import dev.muster.cypher.ast.LabelExpr;
import dev.muster.cypher.ast.PathPattern;
import dev.muster.cypher.ast.Position;
import dev.muster.cypher.error.CypherError;
import dev.muster.cypher.notice.Notice;
import dev.muster.cypher.run.Branches;
import dev.muster.cypher.run.Draining;
import dev.muster.cypher.run.Expression;
import dev.muster.cypher.run.Operator;
import dev.muster.cypher.run.PathBuilding;
import dev.muster.cypher.run.RowSource;
import dev.muster.cypher.run.Run;
import dev.muster.cypher.run.Writes;
import dev.muster.store.Direction;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Compiles the clauses that write. */
final class WriteCompiler {
    private final ExpressionCompiler expressions;
    private final MatchCompiler matches;

    WriteCompiler(ExpressionCompiler expressions, MatchCompiler matches) {
        this.expressions = expressions;
        this.matches = matches;
    }

    /** One change of one row. */
    interface Change {
        void apply(Object[] row, Run run);
    }

    private static Draining changing(List<Change> changes) {
        return (row, results, run) -> {
            changes.forEach(change -> change.apply(row, run));
            results.add(row);
        };
    }

    Operator create(Clause.Create clause, Scope scope) {
        List<Change> changes = new ArrayList<>();
        Set<String> before = scope.names();
        clause.patterns().forEach(path -> createPath(path, scope, changes, "CREATE"));
        return changing(changes).shownAs(WriteSteps.create(clause, newNames(before, scope)));
    }

    private static List<String> newNames(Set<String> before, Scope scope) {
        return scope.names().stream().filter(name -> !before.contains(name)).toList();
    }

    private void createPath(PathPattern path, Scope scope, List<Change> changes, String clause) {
        if (path.kind().isSelective()) {
            throw error(
                    path.position(),
                    "Path selectors such as `ANY SHORTEST` cannot be used in a " + clause
                            + " clause, but only in a MATCH clause.");
        } else if (path.kind() != PathPattern.Kind.ALL) {
            throw error(path.position(), "shortestPath cannot be used in " + clause);
        }
        for (PathPattern.Node node : path.nodes()) {
            createNode(node, scope, changes, path.relationships().isEmpty(), clause);
        }
        for (int i = 0; i < path.relationships().size(); i++) {
            createRelationship(path, i, scope, changes, clause);
        }
        if (path.variable() != null) {
            if (scope.find(path.variable()) != null) {
                throw expressions.source().at(path.position(), CypherError.ALREADY_DECLARED, path.variable());
            }
            int slot = scope.declare(path.variable(), VariableType.PATH);
            int first = slot(scope, path.nodes().get(0).variable());
            int[] hops = path.relationships().stream()
                    .mapToInt(r -> slot(scope, r.variable()))
                    .toArray();
            PathBuilding building = new PathBuilding(slot, first, hops);
            changes.add((row, run) -> row[slot] = building.build(row));
        }
    }

    private static int slot(Scope scope, String name) {
        return scope.find(name).slot();
    }

    private dev.muster.cypher.CypherException error(Position position, String text) {
        return expressions.source().at(position, CypherError.PATTERN, text);
    }

    private void createNode(PathPattern.Node node, Scope scope, List<Change> changes, boolean alone, String clause) {
        if (node.where() != null) {
            throw error(
                    node.position(),
                    "Node pattern predicates are not allowed in " + clause
                            + ", but only in a MATCH clause or inside a pattern comprehension");
        }
        Scope.Binding binding = scope.find(node.variable());
        if (binding != null) {
            if (alone || node.labels() != null || node.properties() != null) {
                throw expressions.source().at(node.position(), CypherError.ALREADY_DECLARED, node.variable());
            }
            if (binding.type() != VariableType.NODE && binding.type() != VariableType.ANY) {
                throw expressions
                        .source()
                        .at(
                                node.position(),
                                CypherError.TYPE_CLASH,
                                "`" + node.variable() + "`",
                                binding.type().text(),
                                VariableType.NODE.text());
            }
            return;
        }
        List<Expression> dynamic = new ArrayList<>();
        Set<String> labels = labels(node.labels(), node.position(), scope, dynamic);
        Expression properties = properties(node.properties(), scope);
        int slot = scope.declare(node.variable(), VariableType.NODE);
        changes.add((row, run) ->
                row[slot] = Writes.createNode(labels(labels, dynamic, row, run), map(properties, row, run), run));
    }

    /** With what expressions add. */
    private static Set<String> labels(Set<String> written, List<Expression> dynamic, Object[] row, Run run) {
        if (dynamic.isEmpty()) {
            return written;
        }
        Set<String> all = new LinkedHashSet<>(written);
        dynamic.forEach(names -> all.addAll(DynamicNames.of(names.evaluate(row, run))));
        return all;
    }

    private Set<String> labels(LabelExpr expression, Position position, Scope scope, List<Expression> dynamic) {
        Set<String> labels = new LinkedHashSet<>();
        if (expression instanceof LabelExpr.Name name) {
            labels.add(name.name());
        } else if (expression instanceof LabelExpr.And and) {
            labels.addAll(labels(and.left(), position, scope, dynamic));
            labels.addAll(labels(and.right(), position, scope, dynamic));
        } else if (expression instanceof LabelExpr.Dynamic names && !names.any()) {
            dynamic.add(expressions.compile(names.names(), scope));
        } else if (expression != null) {
            throw error(
                    position,
                    "Label expressions in patterns are not allowed in CREATE or MERGE, but only in a MATCH"
                            + " clause and in expressions");
        }
        return labels;
    }

    private Expression properties(Expr properties, Scope scope) {
        return expressions.compileOrNull(properties, scope);
    }

    private static Map<String, Object> map(Expression properties, Object[] row, Run run) {
        return properties == null ? Map.of() : Access.entries(properties.evaluate(row, run), run);
    }

    private void createRelationship(PathPattern path, int index, Scope scope, List<Change> changes, String clause) {
        PathPattern.Relationship edge = path.relationships().get(index);
        Position position = edge.position();
        if (edge.group() != null) {
            throw error(
                    position,
                    "Quantified path patterns are not allowed in a " + clause + " clause, but only in a MATCH clause.");
        } else if (edge.length() != null) {
            throw error(position, "Variable length relationships cannot be used in " + clause);
        }
        if (edge.where() != null) {
            throw error(position, "Relationship pattern predicates are not allowed in " + clause);
        }
        if (edge.direction() == Direction.BOTH && clause.equals("CREATE")) {
            throw error(position, "Only directed relationships are supported in CREATE");
        }
        Expression type = type(edge.types(), scope);
        if (type == null) {
            throw error(
                    position,
                    "Exactly one relationship type must be specified for " + clause
                            + ". Did you forget to prefix your relationship type with a ':'?");
        }
        if (scope.find(edge.variable()) != null) {
            throw expressions.source().at(position, CypherError.ALREADY_DECLARED, edge.variable());
        }
        Expression properties = properties(edge.properties(), scope);
        int slot = scope.declare(edge.variable(), VariableType.RELATIONSHIP);
        int left = slot(scope, path.nodes().get(index).variable());
        int right = slot(scope, path.nodes().get(index + 1).variable());
        int from = edge.direction() == Direction.INCOMING ? right : left;
        int to = edge.direction() == Direction.INCOMING ? left : right;
        changes.add((row, run) -> row[slot] = Writes.createRelationship(
                (String) type.evaluate(row, run), row[from], row[to], map(properties, row, run), run));
    }

    /** What gives the one type of a relationship, or null if the expression may give more. */
    private Expression type(LabelExpr types, Scope scope) {
        if (types instanceof LabelExpr.Name name) {
            return (row, run) -> name.name();
        } else if (types instanceof LabelExpr.Dynamic dynamic && !dynamic.any()) {
            Expression names = expressions.compile(dynamic.names(), scope);
            return (row, run) -> {
                Set<String> given = DynamicNames.of(names.evaluate(row, run));
                if (given.size() != 1) {
                    throw CypherError.ARGUMENT.exception(
                            "Exactly one relationship type must be specified, but $(...) gave " + given.size());
                }
                return given.iterator().next();
            };
        }
        return null;
    }

    Operator merge(Clause.Merge clause, Scope scope) {
        Scope before = scope.child();
        Set<String> named = scope.names();
        PathPattern path = clause.pattern();
        List<Change> creating = new ArrayList<>();
        createPath(path, scope, creating, "MERGE");
        Operator match = matches.compile(List.of(literal(path)), null, before);
        List<int[]> pairs = pairs(path, before, scope);
        List<NullCheck> checks = nullChecks(path, scope);
        List<Change> onCreate = changes(clause.onCreate(), scope);
        List<Change> onMatch = changes(clause.onMatch(), scope);
        Draining merging = (row, results, run) -> {
            checks.forEach(check -> check.apply(row, run));
            RowSource found = match.open(RowSource.of(row.clone()), run);
            List<Object[]> matched = new ArrayList<>();
            for (Object[] next = found.next(); next != null; next = found.next()) {
                matched.add(next);
            }
            if (matched.isEmpty()) {
                creating.forEach(change -> change.apply(row, run));
                onCreate.forEach(change -> change.apply(row, run));
                results.add(row);
            }
            for (Object[] next : matched) {
                pairs.forEach(pair -> next[pair[1]] = next[pair[0]]);
                onMatch.forEach(change -> change.apply(next, run));
                results.add(next);
            }
        };
        return merging.shownAs(WriteSteps.merge(clause, newNames(named, scope)), Branches.of(List.of(match)));
    }

    private PathPattern literal(PathPattern path) {
        for (PathPattern.Node node : path.nodes()) {
            if (node.properties() instanceof Expr.Parameter) {
                throw error(
                        node.position(),
                        "Parameter maps cannot be used in `MERGE` patterns (use a literal map"
                                + " instead, e.g. `{id: $param.id}`)");
            }
        }
        return path;
    }

    /** Where the match has bound what the creation binds elsewhere. */
    private static List<int[]> pairs(PathPattern path, Scope matched, Scope created) {
        List<String> names = new ArrayList<>();
        path.nodes().forEach(n -> names.add(n.variable()));
        path.relationships().forEach(r -> names.add(r.variable()));
        if (path.variable() != null) {
            names.add(path.variable());
        }
        return names.stream()
                .map(n -> new int[] {slot(matched, n), slot(created, n)})
                .toList();
    }

    private interface NullCheck extends Change {}

    private List<NullCheck> nullChecks(PathPattern path, Scope scope) {
        List<NullCheck> checks = new ArrayList<>();
        path.nodes().forEach(n -> addNullChecks(n.properties(), "node", scope, checks));
        path.relationships().forEach(r -> addNullChecks(r.properties(), "relationship", scope, checks));
        return checks;
    }

    private void addNullChecks(Expr properties, String what, Scope scope, List<NullCheck> checks) {
        if (properties instanceof Expr.MapOf map) {
            map.entries().forEach((key, expr) -> {
                Expression value = expressions.compile(expr, scope);
                checks.add((row, run) -> {
                    if (value.evaluate(row, run) == null) {
                        throw CypherError.SEMANTIC.exception("Cannot merge the following " + what
                                + " because of null property value for '" + key + "'");
                    }
                });
            });
        }
    }

    Operator set(List<SetItem> items, Scope scope) {
        return changing(changes(items, scope)).shownAs(WriteSteps.set(items));
    }

    private List<Change> changes(List<SetItem> items, Scope scope) {
        List<Change> result = new ArrayList<>();
        items.forEach(item -> result.add(change(item, scope)));
        return result;
    }

    private Change change(SetItem item, Scope scope) {
        if (item instanceof SetItem.Property property) {
            Expression target = expressions.compile(property.target(), scope);
            Expression key = expressions.compile(property.key(), scope);
            Expression value = expressions.compile(property.value(), scope);
            return (row, run) -> {
                if (!(key.evaluate(row, run) instanceof String name)) {
                    throw CypherError.TYPE.exception("Type mismatch: a property's name must be a String");
                }
                Writes.setProperty(target.evaluate(row, run), name, value.evaluate(row, run), run);
            };
        } else if (item instanceof SetItem.Properties properties) {
            noticeElement(properties, scope);
            Expression target = expressions.compile(properties.target(), scope);
            Expression value = expressions.compile(properties.value(), scope);
            return (row, run) ->
                    Writes.setProperties(target.evaluate(row, run), value.evaluate(row, run), properties.add(), run);
        }
        SetItem.Labels labels = (SetItem.Labels) item;
        Expression target = expressions.compile(labels.target(), scope);
        List<Expression> dynamic = labels.dynamic().stream()
                .map(l -> expressions.compile(l, scope))
                .toList();
        Set<String> written = new LinkedHashSet<>(labels.labels());
        return (row, run) -> Writes.setLabels(
                target.evaluate(row, run), List.copyOf(labels(written, dynamic, row, run)), labels.remove(), run);
    }

    /** Another element where its properties should be. */
    private void noticeElement(SetItem.Properties item, Scope scope) {
        if (StaticTypes.isElement(item.value(), scope)) {
            String written = "SET " + item.target().name() + (item.add() ? " += " : " = ");
            String value = ExprText.of(item.value());
            expressions
                    .notices()
                    .add(
                            Notice.DEPRECATED_PROPERTIES_OF,
                            item.target().position(),
                            written + value,
                            written + "properties(" + value + ")");
        }
    }

    Operator delete(Clause.Delete clause, Scope scope) {
        clause.targets().forEach(t -> expressions.types().checkDeleted(t, scope, clause.position()));
        List<Expression> targets = clause.targets().stream()
                .map(t -> expressions.compile(t, scope))
                .toList();
        Draining deleting = (row, results, run) -> {
            List<Object> doomed = new ArrayList<>();
            targets.forEach(t -> doomed.add(t.evaluate(row, run)));
            doomed.forEach(d -> Writes.delete(d, clause.detach(), run));
            results.add(row);
        };
        return deleting.shownAs(WriteSteps.delete(clause));
    }

    Operator foreach(Clause.Foreach clause, Scope scope, QueryCompiler queries) {
        Expression list = expressions.compile(clause.list(), scope);
        Scope inner = scope.child();
        int slot = inner.declare(clause.variable(), VariableType.ANY);
        List<Operator> operators = new ArrayList<>();
        for (Clause each : clause.clauses()) {
            if (!QueryCompiler.writes(each)) {
                throw error(each.position(), "Invalid use of " + QueryCompiler.name(each) + " inside FOREACH");
            }
            operators.add(queries.writing(each, inner));
        }
        Draining repeating = (row, results, run) -> {
            Object value = list.evaluate(row, run);
            if (value != null && !(value instanceof List<?>)) {
                throw Access.mismatch("List", value);
            }
            for (Object item : value == null ? List.of() : (List<?>) value) {
                Object[] copy = row.clone();
                copy[slot] = item;
                RowSource done = Operator.chain(operators, RowSource.of(copy), run);
                while (done.next() != null) {
                    run.tick();
                }
            }
            results.add(row);
        };
        return repeating.shownAs(WriteSteps.foreach(clause), Branches.of(operators));
    }
}
