package dev.muster.cypher.plan;

import dev.muster.cypher.ast.Expr;
import dev.muster.cypher.ast.LabelExpr;
import dev.muster.cypher.ast.PathPattern;
import dev.muster.cypher.ast.PathPattern.Kind;
import dev.muster.cypher.ast.Position;
import dev.muster.cypher.error.CypherError;
import dev.muster.cypher.notice.Notice;
import dev.muster.cypher.plan.PatternGraph.Condition;
import dev.muster.cypher.plan.PatternGraph.EdgeSpec;
import dev.muster.cypher.plan.PatternGraph.NodeSpec;
import dev.muster.cypher.run.Expression;
import dev.muster.cypher.run.Hop;
import dev.muster.cypher.run.Operator;
import dev.muster.cypher.run.PathBuilding;
import dev.muster.cypher.run.RowSource;
import dev.muster.cypher.run.Run;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** Compiles the patterns of a MATCH (or of whatever matches) into a {@link PatternGraph} and an operator that walks it. */
final class MatchCompiler {
    private final ExpressionCompiler expressions;
    private final GroupCompiler groups;

    MatchCompiler(ExpressionCompiler expressions) {
        this.expressions = expressions;
        this.groups = new GroupCompiler(expressions, this);
    }

    /** Declares the patterns' variables in {@code scope}. The order of walking is decided in each run, by its counts. */
    Operator compile(List<PathPattern> written, Expr where, Scope scope) {
        List<PathPattern> patterns = RepeatedRelationships.told(written, expressions.notices());
        if (patterns.size() == 1 && patterns.get(0).kind() == Kind.SELECTED) {
            List<Expr> conditions = new ArrayList<>();
            split(where, conditions);
            return new SelectionCompiler(expressions, this, groups).compile(patterns.get(0), conditions, scope);
        }
        PatternGraph graph = new Compilation(scope).compile(patterns, where);
        return new Operator() {
            @Override
            public List<Operator> parts(Run run) {
                return run.plan(this, () -> new MatchPlanner(graph, run.graph().transaction()).plan());
            }

            @Override
            public RowSource open(RowSource input, Run run) {
                return Operator.chain(parts(run), input, run);
            }
        };
    }

    private static final Set<Expr.Operator> INDEXED = EnumSet.of(
            Expr.Operator.EQUAL,
            Expr.Operator.IN,
            Expr.Operator.LESS,
            Expr.Operator.LESS_OR_EQUAL,
            Expr.Operator.GREATER,
            Expr.Operator.GREATER_OR_EQUAL,
            Expr.Operator.STARTS_WITH);

    /** The operator with its sides exchanged, or null. */
    private static Expr.Operator turned(Expr.Operator operator) {
        return switch (operator) {
            case EQUAL -> operator;
            case LESS -> Expr.Operator.GREATER;
            case LESS_OR_EQUAL -> Expr.Operator.GREATER_OR_EQUAL;
            case GREATER -> Expr.Operator.LESS;
            case GREATER_OR_EQUAL -> Expr.Operator.LESS_OR_EQUAL;
            default -> null;
        };
    }

    /** The compilation of one MATCH. */
    private final class Compilation {
        private final Scope scope;
        private final Set<String> before;
        /** What can be seen before the MATCH. */
        private final Scope start;

        private final PatternGraph graph = new PatternGraph();
        private final List<Expr> conjuncts = new ArrayList<>();
        private final Set<String> own = new HashSet<>();
        private final Set<String> searched = new HashSet<>();

        Compilation(Scope scope) {
            this.scope = scope;
            this.before = scope.names();
            this.start = scope.child();
        }

        PatternGraph compile(List<PathPattern> patterns, Expr where) {
            Position position = patterns.get(0).position();
            patterns.forEach(this::noticeLength);
            if (patterns.size() > 1 && patterns.stream().anyMatch(p -> p.kind().isSelective())) {
                throw expressions.source().at(position, CypherError.SELECTOR_NOT_ALONE);
            }
            for (PathPattern path : patterns) {
                path.nodes().forEach(this::declare);
            }
            for (PathPattern path : patterns) {
                path.relationships().forEach(r -> declare(r));
            }
            for (PathPattern path : patterns) {
                declarePath(path);
            }
            for (PathPattern path : patterns) {
                path.nodes().forEach(this::addNodeConditions);
                for (int i = 0; i < path.relationships().size(); i++) {
                    addEdge(path, i);
                }
                addPath(path);
            }
            split(where, conjuncts);
            conjuncts.forEach(c -> addCondition(c, position));
            conjuncts.forEach(this::noticeComputed);
            return graph;
        }

        private void noticeLength(PathPattern path) {
            if (!path.kind().isFunction()) {
                return;
            }
            PathPattern.Length length = path.relationships().get(0).length();
            if (length == null) {
                expressions
                        .notices()
                        .add(
                                Notice.DEPRECATED_FIXED_SHORTEST_PATH,
                                path.position(),
                                PatternText.written(path),
                                PatternText.written(path.of(new PathPattern.Length(1, 1))));
            } else if (length.max() == Integer.MAX_VALUE) {
                expressions
                        .notices()
                        .add(Notice.UNBOUNDED_SHORTEST_PATH, path.position(), PatternText.written(path.of(Kind.ALL)));
            }
        }

        private void declare(PathPattern.Node node) {
            if (graph.nodes.containsKey(node.variable())) {
                return;
            }
            boolean bound = before.contains(node.variable());
            if (bound) {
                checkType(node.variable(), VariableType.NODE, node.position());
            }
            int slot = bound ? scope.find(node.variable()).slot() : scope.declare(node.variable(), VariableType.NODE);
            own.add(node.variable());
            graph.nodes.put(node.variable(), new NodeSpec(node.variable(), slot, bound));
        }

        private void declare(PathPattern.Relationship relationship) {
            if (relationship.group() != null) {
                groups.declare(relationship, before, own, scope);
            }
            String name = relationship.variable();
            Position position = relationship.position();
            if (own.contains(name)) {
                throw expressions
                        .source()
                        .at(
                                position,
                                CypherError.PATTERN,
                                "Cannot use the same relationship variable '" + name + "' for multiple relationships");
            }
            own.add(name);
            VariableType type = relationship.length() == null ? VariableType.RELATIONSHIP : VariableType.RELATIONSHIPS;
            if (!before.contains(name)) {
                scope.declare(name, type);
            } else if (relationship.length() != null) {
                throw expressions
                        .source()
                        .at(
                                position,
                                CypherError.NOT_SUPPORTED,
                                "matching a bound list of relationships (`" + name + "`)");
            } else {
                checkType(name, type, position);
            }
        }

        private void declarePath(PathPattern path) {
            if (path.variable() == null) {
                return;
            }
            if (scope.find(path.variable()) != null) {
                throw expressions.source().at(path.position(), CypherError.ALREADY_DECLARED, path.variable());
            }
            scope.declare(path.variable(), VariableType.PATH);
            own.add(path.variable());
        }

        private void checkType(String name, VariableType wanted, Position position) {
            VariableType known = scope.find(name).type();
            if (known != wanted && known != VariableType.ANY) {
                throw expressions
                        .source()
                        .at(position, CypherError.TYPE_CLASH, "`" + name + "`", known.text(), wanted.text());
            }
        }

        private void addNodeConditions(PathPattern.Node node) {
            Expr.Variable variable = new Expr.Variable(node.variable(), node.position());
            if (node.labels() != null) {
                conjuncts.add(new Expr.HasLabels(variable, node.labels()));
            }
            properties(variable, node.properties(), conjuncts, node.position());
            split(node.where(), conjuncts);
        }

        private void addEdge(PathPattern path, int index) {
            PathPattern.Relationship edge = path.relationships().get(index);
            Expr.Variable variable = new Expr.Variable(edge.variable(), edge.position());
            boolean single = edge.length() == null && path.kind() == Kind.ALL;
            List<Expr> each = new ArrayList<>();
            properties(variable, edge.properties(), single ? conjuncts : each, edge.position());
            split(edge.where(), single ? conjuncts : each);
            boolean dynamic = edge.types() != null && edge.types().isDynamic();
            if (dynamic) {
                (single ? conjuncts : each).add(new Expr.HasLabels(variable, edge.types()));
            }
            Scope inner = scope.child();
            int eachSlot = each.isEmpty() ? -1 : inner.declare(edge.variable(), VariableType.RELATIONSHIP);
            Expression eachCondition = each.isEmpty() ? null : allOf(each, inner, edge.position());
            Set<String> eachNeeds = Mentions.variables(each);
            eachNeeds.remove(edge.variable());
            expressions.noticeNames(edge.types(), VariableType.RELATIONSHIP);
            expressions.noticeUnsatisfiable(edge.types(), edge.position());
            Set<String> types = dynamic ? Set.of() : Predicates.alternatives(edge.types());
            Predicate<String> typeTest = types == null ? Predicates.typeTest(edge.types()) : null;
            if (path.kind().isFunction()) {
                searched.add(edge.variable());
            }
            graph.edges.add(new EdgeSpec(
                    edge.variable(),
                    scope.find(edge.variable()).slot(),
                    before.contains(edge.variable()),
                    graph.nodes.get(path.nodes().get(index).variable()),
                    graph.nodes.get(path.nodes().get(index + 1).variable()),
                    new Hop(edge.direction(), types == null ? Set.of() : types, typeTest, eachCondition, eachSlot),
                    edge.types(),
                    edge.length(),
                    path.kind(),
                    eachNeeds,
                    new ArrayList<>(),
                    edge.group() == null ? null : groups.compile(edge, start, own, scope)));
        }

        private Expression allOf(List<Expr> conditions, Scope inner, Position position) {
            Expr all = conditions.get(0);
            for (Expr next : conditions.subList(1, conditions.size())) {
                all = new Expr.Binary(Expr.Operator.AND, all, next, position);
            }
            return expressions.condition(all, inner, position);
        }

        private void addPath(PathPattern path) {
            if (path.variable() == null) {
                return;
            }
            if (path.kind().isFunction()) {
                searched.add(path.variable());
            }
            int[] slots = path.relationships().stream()
                    .mapToInt(r -> scope.find(r.variable()).slot())
                    .toArray();
            Set<String> needs = new HashSet<>();
            path.nodes().forEach(n -> needs.add(n.variable()));
            path.relationships().forEach(r -> needs.add(r.variable()));
            int first = scope.find(path.nodes().get(0).variable()).slot();
            int slot = scope.find(path.variable()).slot();
            graph.paths.add(new PatternGraph.PathSpec(path.variable(), new PathBuilding(slot, first, slots), needs));
        }

        private void addCondition(Expr conjunct, Position position) {
            Set<String> mentioned = Mentions.variables(conjunct);
            for (String name : searched) {
                if (mentioned.contains(name)) {
                    String what = PathPattern.isNamed(name) ? name : "its relationships";
                    throw expressions
                            .source()
                            .at(
                                    position,
                                    CypherError.NOT_SUPPORTED,
                                    "WHERE on the path of shortestPath (`" + what + "`); use WITH first");
                }
            }
            mentioned.retainAll(own);
            graph.conditions.add(new Condition(conjunct, expressions.condition(conjunct, scope, position), mentioned));
            addHints(conjunct);
        }

        private void addHints(Expr conjunct) {
            if (conjunct instanceof Expr.HasLabels has
                    && has.target() instanceof Expr.Variable variable
                    && graph.nodes.containsKey(variable.name())) {
                addLabels(has.labels(), graph.nodes.get(variable.name()));
            } else if (conjunct instanceof Expr.Binary binary) {
                addComparison(binary.operator(), binary.left(), binary.right());
                Expr.Operator turned = turned(binary.operator());
                if (turned != null) {
                    addComparison(turned, binary.right(), binary.left());
                }
            }
        }

        /** An index could not be used for what the condition asks, since nobody knows which property it is about. */
        private void noticeComputed(Expr conjunct) {
            Expr side = conjunct instanceof Expr.IsNull exists && exists.negated() ? exists.inner() : null;
            if (conjunct instanceof Expr.Binary binary && INDEXED.contains(binary.operator())) {
                side = binary.left() instanceof Expr.Index ? binary.left() : binary.right();
            }
            if (side instanceof Expr.Index index
                    && index.target() instanceof Expr.Variable variable
                    && !(index.index() instanceof Expr.Literal)) {
                NodeSpec node = graph.nodes.get(variable.name());
                if (node != null) {
                    expressions.notices().computedProperty(true, node.labels);
                }
                graph.edges.stream()
                        .filter(edge -> edge.name().equals(variable.name()) && edge.length() == null)
                        .forEach(edge -> expressions
                                .notices()
                                .computedProperty(false, edge.hop().types()));
            }
        }

        private List<PatternGraph.Comparison> comparisonsOfEdge(String name) {
            return graph.edges.stream()
                    .filter(edge -> edge.name().equals(name) && edge.isPlain())
                    .map(EdgeSpec::comparisons)
                    .findFirst()
                    .orElse(null);
        }

        private static void addLabels(LabelExpr labels, NodeSpec node) {
            if (labels instanceof LabelExpr.Name name) {
                node.labels.add(name.name());
            } else if (labels instanceof LabelExpr.And and) {
                addLabels(and.left(), node);
                addLabels(and.right(), node);
            }
        }

        private void addComparison(Expr.Operator operator, Expr side, Expr other) {
            if (!INDEXED.contains(operator)) {
                return;
            }
            boolean equality = operator == Expr.Operator.EQUAL || operator == Expr.Operator.IN;
            if (side instanceof Expr.Property property && property.target() instanceof Expr.Variable variable) {
                NodeSpec node = graph.nodes.get(variable.name());
                if (node != null) {
                    node.equalities += equality ? 1 : 0;
                }
                List<PatternGraph.Comparison> comparisons =
                        node == null ? comparisonsOfEdge(variable.name()) : node.comparisons;
                Set<String> needs = Mentions.variables(other);
                needs.retainAll(own);
                if (comparisons != null && !needs.contains(variable.name())) {
                    comparisons.add(new PatternGraph.Comparison(
                            property.key(), operator, other, expressions.compile(other, scope), needs));
                }
            } else if (equality
                    && side instanceof Expr.Call call
                    && (call.name().equals("id") || call.name().equals("elementid"))
                    && call.arguments().size() == 1
                    && call.arguments().get(0) instanceof Expr.Variable variable) {
                Set<String> needs = Mentions.variables(other);
                needs.retainAll(own);
                if (!needs.contains(variable.name()) && own.contains(variable.name())) {
                    graph.seeks.add(new PatternGraph.Seek(
                            variable.name(),
                            ExprText.of(side) + " " + ExprText.sign(operator) + " " + ExprText.of(other),
                            expressions.compile(other, scope),
                            operator == Expr.Operator.IN,
                            call.name().equals("elementid"),
                            needs));
                }
            }
        }
    }

    /** Adds what a pattern says of an element's properties, as conditions. */
    void properties(Expr.Variable variable, Expr properties, List<Expr> to, Position position) {
        if (properties instanceof Expr.MapOf map) {
            for (Map.Entry<String, Expr> entry : map.entries().entrySet()) {
                Expr property = new Expr.Property(variable, entry.getKey(), position);
                to.add(new Expr.Binary(Expr.Operator.EQUAL, property, entry.getValue(), position));
            }
        } else if (properties != null) {
            throw expressions
                    .source()
                    .at(
                            position,
                            CypherError.PATTERN,
                            "Parameter maps cannot be used in `MATCH` patterns (use a literal map instead, e.g."
                                    + " `{id: $" + ((Expr.Parameter) properties).name() + ".id}`)");
        }
    }

    /** The parts of a chain of ANDs. */
    static void split(Expr condition, List<Expr> to) {
        if (condition instanceof Expr.Binary binary && binary.operator() == Expr.Operator.AND) {
            split(binary.left(), to);
            split(binary.right(), to);
        } else if (condition != null) {
            to.add(condition);
        }
    }
}
