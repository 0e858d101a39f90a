package dev.muster.cypher.plan;

import dev.muster.cypher.ast.Expr;
import dev.muster.cypher.ast.PathPattern;
import dev.muster.cypher.ast.PathPattern.Node;
import dev.muster.cypher.ast.PathPattern.Relationship;
import dev.muster.cypher.ast.Position;
import dev.muster.cypher.error.CypherError;
import dev.muster.cypher.run.Expression;
import dev.muster.cypher.run.Operator;
import dev.muster.cypher.run.PathBuilding;
import dev.muster.cypher.run.PathSearch;
import dev.muster.cypher.run.Repeat;
import dev.muster.cypher.run.SearchPart;
import dev.muster.cypher.run.Step;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Compiles a MATCH of shortest paths of a pattern that may have any length: its ends are matched first, then the paths between
 * them are searched. A condition on one step, or on the node between two parts, is asked during the search; one that needs more
 * of the path, of each path before it is selected.
 */
final class SearchCompiler {
    private final ExpressionCompiler expressions;
    private final MatchCompiler matches;
    private final GroupCompiler groups;

    SearchCompiler(ExpressionCompiler expressions, MatchCompiler matches, GroupCompiler groups) {
        this.expressions = expressions;
        this.matches = matches;
        this.groups = groups;
    }

    /** Declares the pattern's variables. {@code ofEnds} is what WHERE says of nothing but its ends, or null. */
    List<Operator> compile(PathPattern path, Expr ofEnds, Scope scope) {
        return new Compilation(path, scope).compile(ofEnds);
    }

    /** How much is known of a node before the search: nothing is 0, the node itself is most. */
    private static int weight(Node node, Expr ofEnds, Scope scope) {
        if (scope.find(node.variable()) != null) {
            return Integer.MAX_VALUE;
        }
        int labels = node.labels() == null ? 0 : 1;
        int properties =
                node.properties() instanceof Expr.MapOf map ? map.entries().size() : node.properties() == null ? 0 : 1;
        boolean compared = Mentions.variables(Collections.singletonList(ofEnds)).contains(node.variable());
        return labels + 2 * (properties + (compared ? 1 : 0) + (node.where() == null ? 0 : 1));
    }

    /** The compilation of one pattern. */
    private final class Compilation {
        private final PathPattern written;
        private final Scope scope;
        private final Set<String> before;
        private final Scope start;
        private final Set<String> own = new HashSet<>();
        /** What can be known before the search. */
        private final Set<String> known = new HashSet<>();

        private final List<Expr> whole = new ArrayList<>();
        private Scope ends;
        private boolean dependsOnRow;

        Compilation(PathPattern path, Scope scope) {
            this.written = path;
            this.scope = scope;
            this.before = scope.names();
            this.start = scope.child();
        }

        List<Operator> compile(Expr ofEnds) {
            Node left = written.nodes().get(0);
            Node right = written.nodes().get(written.nodes().size() - 1);
            int ofLeft = weight(left, ofEnds, scope);
            int ofRight = weight(right, ofEnds, scope);
            boolean backwards = ofRight > ofLeft;
            PathPattern path = backwards ? reversed(written) : written;
            Node first = backwards ? right : left;
            Node last = backwards ? left : right;
            boolean toBound = Math.min(ofLeft, ofRight) > 0 || left.variable().equals(right.variable());
            Operator matching = matchEnds(first, toBound ? last : first, ofEnds);
            ends = scope.child();
            if (!toBound) {
                own.add(last.variable());
                scope.declare(last.variable(), VariableType.NODE);
            }
            List<Node> between = declareNodes(path);
            path.relationships().forEach(this::declare);
            List<SearchPart> parts = new ArrayList<>();
            for (int i = 0; i < path.relationships().size(); i++) {
                Node end = i < between.size() ? between.get(i) : last;
                parts.add(part(path.relationships().get(i), end, i < between.size()));
            }
            List<Operator> operators = new ArrayList<>(List.of(matching));
            operators.add(new PathSearch(
                            slot(first.variable()),
                            slot(last.variable()),
                            toBound,
                            parts,
                            selection(),
                            whole.stream()
                                    .map(condition -> expressions.condition(condition, scope, path.position()))
                                    .toList(),
                            backwards,
                            dependsOnRow)
                    .shownAs(
                            Step.of("StatefulShortestPath" + (toBound ? "(Into)" : "(All)"), PatternText.of(written))));
            if (written.variable() != null) {
                operators.add(path());
            }
            return operators;
        }

        private PathPattern.Selection selection() {
            return written.kind() == PathPattern.Kind.SELECTED
                    ? written.selection()
                    : new PathPattern.Selection(1, written.kind().wantsAll());
        }

        /** What their patterns say of them, unless it needs more of the path. */
        private Operator matchEnds(Node first, Node last, Expr ofEnds) {
            own.add(first.variable());
            own.add(last.variable());
            known.addAll(before);
            known.addAll(own);
            List<PathPattern> patterns = new ArrayList<>(List.of(alone(first)));
            if (last != first) {
                patterns.add(alone(last));
            }
            return matches.compile(patterns, ofEnds, scope);
        }

        private PathPattern alone(Node node) {
            List<Expr> conditions = new ArrayList<>();
            MatchCompiler.split(node.where(), conditions);
            List<Expr> ofEnd = new ArrayList<>();
            for (Expr condition : conditions) {
                (isKnown(condition, Set.of()) ? ofEnd : whole).add(condition);
            }
            Node end = new Node(
                    node.variable(), node.labels(), node.properties(), all(ofEnd, node.position()), node.position());
            return new PathPattern(null, PathPattern.Kind.ALL, List.of(end), List.of(), node.position());
        }

        /** Whether a condition reads nothing that is only found by the search, but these. */
        private boolean isKnown(Expr condition, Set<String> found) {
            Set<String> mentioned = Mentions.variables(condition);
            mentioned.removeAll(found);
            mentioned.retainAll(Mentions.variables(written));
            mentioned.removeAll(known);
            return mentioned.isEmpty();
        }

        /** The nodes between the ends; one that is known otherwise is another one that must be equal. */
        private List<Node> declareNodes(PathPattern path) {
            List<Node> between = new ArrayList<>();
            for (int i = 1; i < path.nodes().size() - 1; i++) {
                Node node = path.nodes().get(i);
                if (before.contains(node.variable()) || !own.add(node.variable())) {
                    node = equalTo(node, " again" + i);
                }
                scope.declare(node.variable(), VariableType.NODE);
                between.add(node);
            }
            return between;
        }

        private Node equalTo(Node node, String name) {
            Expr equal = new Expr.Binary(
                    Expr.Operator.EQUAL,
                    new Expr.Variable(name, node.position()),
                    new Expr.Variable(node.variable(), node.position()),
                    node.position());
            List<Expr> conditions = new ArrayList<>(List.of(equal));
            conditions.addAll(conditions(node, node.variable()));
            own.add(name);
            return new Node(name, null, null, all(conditions, node.position()), node.position());
        }

        private void declare(Relationship relationship) {
            if (relationship.group() != null) {
                groups.declare(relationship, before, own, scope);
            }
            String name = relationship.variable();
            boolean several = relationship.length() != null;
            if (!own.add(name)) {
                throw expressions
                        .source()
                        .at(
                                relationship.position(),
                                CypherError.PATTERN,
                                "Cannot use the same relationship variable '" + name + "' for multiple relationships");
            } else if (!before.contains(name)) {
                scope.declare(name, several ? VariableType.RELATIONSHIPS : VariableType.RELATIONSHIP);
            } else if (several) {
                throw expressions
                        .source()
                        .at(
                                relationship.position(),
                                CypherError.NOT_SUPPORTED,
                                "matching a bound list of relationships (`" + name + "`)");
            }
        }

        private SearchPart part(Relationship relationship, Node end, boolean checked) {
            boolean several = relationship.length() != null;
            Scope endScope = ends.child();
            List<Expression> conditions = new ArrayList<>();
            int slot = checked ? endScope.declare(end.variable(), VariableType.NODE) : slot(end.variable());
            for (Expr condition : checked ? conditions(end, end.variable()) : List.<Expr>of()) {
                if (isKnown(condition, Set.of(end.variable()))) {
                    conditions.add(expressions.condition(condition, endScope, end.position()));
                    note(condition, Set.of(end.variable()));
                } else {
                    whole.add(condition);
                }
            }
            return new SearchPart(
                    relationship.group() == null ? step(relationship) : repeated(relationship),
                    several ? relationship.length().min() : 1,
                    several ? relationship.length().max() : 1,
                    several,
                    slot(relationship.variable()),
                    slot(end.variable()),
                    slot,
                    conditions);
        }

        private Repeat.Pattern repeated(Relationship quantified) {
            note(quantified.group(), Set.copyOf(quantified.group().names()));
            return groups.compile(quantified, start, own, scope).forwards();
        }

        /** One relationship, as often as the part says. */
        private Repeat.Pattern step(Relationship relationship) {
            String name = relationship.variable();
            List<Expr> conditions = new ArrayList<>();
            matches.properties(
                    new Expr.Variable(name, relationship.position()),
                    relationship.properties(),
                    conditions,
                    relationship.position());
            MatchCompiler.split(relationship.where(), conditions);
            List<Expr> ofStep = new ArrayList<>();
            for (Expr condition : conditions) {
                if (isKnown(condition, Set.of(name))) {
                    ofStep.add(condition);
                    note(condition, Set.of(name));
                } else {
                    whole.add(relationship.length() == null ? condition : ofEach(name, condition, relationship));
                }
            }
            dependsOnRow |= before.contains(name);
            Node from = new Node(" from", null, null, null, relationship.position());
            Node to = new Node(" to", null, null, null, relationship.position());
            Scope stepScope = ends.child();
            int begin = stepScope.declare(from.variable(), VariableType.NODE);
            PathPattern one = new PathPattern(
                    null,
                    PathPattern.Kind.ALL,
                    List.of(from, to),
                    List.of(relationship.single(all(ofStep, relationship.position()))),
                    relationship.position());
            Operator matching = matches.compile(List.of(one), null, stepScope);
            return new Repeat.Pattern(
                    matching,
                    begin,
                    stepScope.find(to.variable()).slot(),
                    new int[] {stepScope.find(name).slot()},
                    List.of());
        }

        private Expr ofEach(String name, Expr condition, Relationship relationship) {
            Expr list = new Expr.Variable(name, relationship.position());
            return new Expr.Quantified(Expr.Quantifier.ALL, name, list, condition, relationship.position());
        }

        /** Takes note of whether something reads more than what it is about. */
        private void note(Object part, Set<String> about) {
            Set<String> mentioned = Mentions.variables(List.of(part));
            mentioned.removeAll(about);
            dependsOnRow |= mentioned.stream().anyMatch(PathPattern::isNamed);
        }

        private List<Expr> conditions(Node node, String name) {
            Expr.Variable variable = new Expr.Variable(name, node.position());
            List<Expr> conditions = new ArrayList<>();
            if (node.labels() != null) {
                conditions.add(new Expr.HasLabels(variable, node.labels()));
            }
            matches.properties(variable, node.properties(), conditions, node.position());
            MatchCompiler.split(node.where(), conditions);
            return conditions;
        }

        private Operator path() {
            int[] slots = written.relationships().stream()
                    .mapToInt(relationship -> slot(relationship.variable()))
                    .toArray();
            if (scope.find(written.variable()) != null) {
                throw expressions.source().at(written.position(), CypherError.ALREADY_DECLARED, written.variable());
            }
            int slot = scope.declare(written.variable(), VariableType.PATH);
            return new PathBuilding(slot, slot(written.nodes().get(0).variable()), slots).operator();
        }

        private int slot(String name) {
            return scope.find(name).slot();
        }
    }

    private static PathPattern reversed(PathPattern path) {
        PathPattern reversed = path.reversed();
        return reversed.with(reversed.relationships().stream()
                .map(relationship -> relationship.group() == null ? relationship : relationship.groupReversed())
                .toList());
    }

    static Expr all(List<Expr> conditions, Position position) {
        Expr all = null;
        for (Expr condition : conditions) {
            all = all == null ? condition : new Expr.Binary(Expr.Operator.AND, all, condition, position);
        }
        return all;
    }
}
