package dev.muster.cypher.plan;

import dev.muster.cypher.ast.Expr;
import dev.muster.cypher.ast.LabelExpr;
import dev.muster.cypher.ast.PathPattern;
import dev.muster.cypher.ast.Position;
import dev.muster.cypher.plan.PatternGraph.EdgeSpec;
import dev.muster.cypher.plan.PatternGraph.NodeSpec;
import dev.muster.cypher.run.Expand;
import dev.muster.cypher.run.Expression;
import dev.muster.cypher.run.Hop;
import dev.muster.cypher.run.IdSeek;
import dev.muster.cypher.run.NodeScan;
import dev.muster.cypher.run.Operator;
import dev.muster.cypher.run.RelationshipEnds;
import dev.muster.cypher.run.Repeat;
import dev.muster.cypher.run.ShortestPaths;
import dev.muster.cypher.run.Step;
import dev.muster.cypher.run.VarExpand;
import dev.muster.cypher.value.NodeRef;
import dev.muster.store.GraphReader;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Orders the walk through a pattern, greedily: what is bound already first, then seeks by id, then single hops to the end
 * that is expected to be rarest, then hops of variable length, and a scan only where nothing is connected to what is bound.
 * Conditions are asked as soon as what they mention is bound.
 */
final class MatchPlanner {
    /** How much of a label's nodes one comparison of a property for equality is expected to leave. */
    private static final double EQUALITY_SELECTIVITY = 0.05;

    private static final Position ANYWHERE = new Position(1, 1, 0);

    private final PatternGraph graph;
    private final GraphReader counts;
    private final IndexChoice indexes;
    private final MatchSteps steps;
    private final List<Operator> plan = new ArrayList<>();
    private final Set<String> bound = new LinkedHashSet<>();
    private final List<Integer> walked = new ArrayList<>();
    private final Set<NodeSpec> nodesLeft = new LinkedHashSet<>();
    private final Set<EdgeSpec> edgesLeft;
    private final Set<PatternGraph.Condition> conditionsLeft;
    private final Set<PatternGraph.PathSpec> pathsLeft;

    MatchPlanner(PatternGraph graph, GraphReader counts) {
        this.graph = graph;
        this.counts = counts;
        this.indexes = new IndexChoice(counts);
        this.steps = new MatchSteps(counts);
        this.edgesLeft = new LinkedHashSet<>(graph.edges);
        this.conditionsLeft = new LinkedHashSet<>(graph.conditions);
        this.pathsLeft = new LinkedHashSet<>(graph.paths);
    }

    List<Operator> plan() {
        for (NodeSpec node : graph.nodes.values()) {
            if (node.bound) {
                plan.add(Operator.filter((row, run) -> row[node.slot] instanceof NodeRef));
                bound.add(node.name);
            } else {
                nodesLeft.add(node);
            }
        }
        for (EdgeSpec edge : graph.edges) {
            if (edge.bound()) {
                bound.add(edge.name());
            }
        }
        addReady();
        while (!nodesLeft.isEmpty() || !edgesLeft.isEmpty()) {
            step();
            addReady();
        }
        return plan;
    }

    private void step() {
        EdgeSpec known = first(edge -> edge.bound() || (isBound(edge.left()) && isBound(edge.right())));
        if (known != null) {
            walk(known);
        } else if (!seek() && !hop()) {
            start();
        }
    }

    private boolean isBound(NodeSpec node) {
        return bound.contains(node.name);
    }

    private EdgeSpec first(java.util.function.Predicate<EdgeSpec> wanted) {
        return edgesLeft.stream()
                .filter(wanted)
                .filter(this::isReady)
                .findFirst()
                .orElse(null);
    }

    /** Whether the condition on each of its hops can be asked. */
    private boolean isReady(EdgeSpec edge) {
        return edge.eachNeeds().stream().allMatch(n -> !graph.nodes.containsKey(n) || bound.contains(n));
    }

    /** Finds a node by values that are unique, or a node or relationship by its id, if one is asked for. */
    private boolean seek() {
        for (NodeSpec node : nodesLeft) {
            IndexChoice.Found one = indexes.find(node, bound);
            if (one != null && IndexChoice.findsOne(one.seek())) {
                seek(node, one);
                return true;
            }
        }
        for (EdgeSpec edge : edgesLeft) {
            IndexChoice.Found one = indexes.find(edge, bound);
            if (one != null && IndexChoice.findsOne(one.seek())) {
                seek(edge, one);
                return true;
            }
        }
        for (PatternGraph.Seek seek : graph.seeks) {
            if (bound.contains(seek.name()) || !bound.containsAll(seek.needs())) {
                continue;
            }
            NodeSpec node = graph.nodes.get(seek.name());
            if (node != null) {
                plan.add(new IdSeek(node.slot, seek.ids(), seek.several(), seek.byElementId(), false)
                        .shownAs(steps.seekById(seek.name(), seek.byElementId(), false, seek.written())));
                nowBound(node);
                return true;
            }
            EdgeSpec edge =
                    first(e -> e.name().equals(seek.name()) && e.length() == null && e.kind() == PathPattern.Kind.ALL);
            if (edge != null) {
                plan.add(new IdSeek(edge.slot(), seek.ids(), seek.several(), seek.byElementId(), true)
                        .shownAs(steps.seekById(seek.name(), seek.byElementId(), true, seek.written())));
                addEnds(edge);
                return true;
            }
        }
        return false;
    }

    private void nowBound(NodeSpec node) {
        bound.add(node.name);
        nodesLeft.remove(node);
    }

    /** Walks from a bound end to one that is not. */
    private boolean hop() {
        EdgeSpec best = edgesLeft.stream()
                .filter(e -> isBound(e.left()) || isBound(e.right()))
                .filter(this::isReady)
                .min(Comparator.<EdgeSpec>comparingInt(e -> e.length() == null ? 0 : 1)
                        .thenComparingInt(e -> e.kind() == PathPattern.Kind.ALL ? 0 : 1)
                        .thenComparingDouble(e -> rows(otherEnd(e))))
                .orElse(null);
        if (best == null) {
            return false;
        }
        NodeSpec other = otherEnd(best);
        if (best.kind() != PathPattern.Kind.ALL) {
            scan(other); // both ends are bound before the search: whether they are the same is asked of each pair
        } else {
            walk(best);
        }
        return true;
    }

    private NodeSpec otherEnd(EdgeSpec edge) {
        return isBound(edge.left()) ? edge.right() : edge.left();
    }

    private void start() {
        boolean indexed = nodesLeft.stream().anyMatch(node -> indexes.find(node, bound) != null);
        for (EdgeSpec edge : indexed ? Set.<EdgeSpec>of() : edgesLeft) {
            IndexChoice.Found found = indexes.find(edge, bound);
            if (found != null) {
                seek(edge, found);
                return;
            }
        }
        NodeSpec cheapest = nodesLeft.stream()
                .min(Comparator.comparingDouble(this::rows))
                .orElseThrow(() -> new IllegalStateException("nothing left to start from, but relationships remain"));
        scan(cheapest);
    }

    private void scan(NodeSpec node) {
        IndexChoice.Found indexed = indexes.find(node, bound);
        if (indexed != null) {
            seek(node, indexed);
            return;
        }
        String rarest = node.labels.stream()
                .min(Comparator.comparingLong(counts::nodeCount))
                .orElse(null);
        plan.add(new NodeScan(node.slot, rarest).shownAs(steps.scan(node, rarest)));
        nowBound(node);
        if (rarest != null) {
            Expr labelled =
                    new Expr.HasLabels(new Expr.Variable(node.name, ANYWHERE), new LabelExpr.Name(rarest, ANYWHERE));
            conditionsLeft.removeIf(condition -> condition.written().equals(labelled));
        }
    }

    private void seek(EdgeSpec edge, IndexChoice.Found found) {
        plan.add(found.seek().shownAs(steps.seek(edge, found)));
        addEnds(edge);
    }

    private void seek(NodeSpec node, IndexChoice.Found found) {
        plan.add(found.seek().shownAs(steps.seek(node, found)));
        nowBound(node);
    }

    /** How many nodes are expected to fit. */
    private double rows(NodeSpec node) {
        long most = counts.nodeCount();
        for (String label : node.labels) {
            most = Math.min(most, counts.nodeCount(label));
        }
        return most * Math.pow(EQUALITY_SELECTIVITY, Math.min(2, node.equalities));
    }

    private void walk(EdgeSpec edge) {
        if (edge.bound()) {
            addEnds(edge);
            return;
        }
        boolean search = edge.kind() != PathPattern.Kind.ALL;
        boolean backwards = !isBound(edge.left()) || (search && boundLater(edge.left(), edge.right()));
        NodeSpec from = backwards ? edge.right() : edge.left();
        NodeSpec to = backwards ? edge.left() : edge.right();
        Hop hop = backwards ? edge.hop().reversed() : edge.hop();
        boolean toBound = isBound(to);
        int[] others = walked.stream().mapToInt(i -> i).toArray();
        Step step = steps.expand(edge, from, to, hop, toBound);
        PathPattern.Length length = edge.length() == null ? new PathPattern.Length(1, 1) : edge.length();
        if (search) {
            plan.add(new ShortestPaths(
                            from.slot,
                            edge.slot(),
                            to.slot,
                            hop,
                            length.min(),
                            length.max(),
                            edge.kind(),
                            backwards,
                            !edge.eachNeeds().isEmpty())
                    .shownAs(step));
        } else if (edge.group() != null) {
            plan.add(new Repeat(
                            from.slot,
                            edge.slot(),
                            to.slot,
                            toBound,
                            backwards ? edge.group().backwards() : edge.group().forwards(),
                            length.min(),
                            length.max(),
                            backwards,
                            others)
                    .shownAs(step));
            walked.add(edge.slot());
        } else if (edge.length() == null) {
            plan.add(new Expand(from.slot, edge.slot(), to.slot, toBound, hop, others).shownAs(step));
            walked.add(edge.slot());
        } else {
            plan.add(new VarExpand(
                            from.slot,
                            edge.slot(),
                            to.slot,
                            toBound,
                            hop,
                            length.min(),
                            length.max(),
                            backwards,
                            others)
                    .shownAs(step));
            walked.add(edge.slot());
        }
        finish(edge);
    }

    /** Whether one node changes faster than another from row to row, so that the search had better begin at the other. */
    private boolean boundLater(NodeSpec one, NodeSpec other) {
        List<String> order = List.copyOf(bound);
        return isBound(other) && order.indexOf(one.name) > order.indexOf(other.name);
    }

    private void addEnds(EdgeSpec edge) {
        int[] others = walked.stream().mapToInt(i -> i).toArray();
        plan.add(new RelationshipEnds(
                        edge.slot(),
                        edge.left().slot,
                        isBound(edge.left()),
                        edge.right().slot,
                        isBound(edge.right()),
                        edge.hop(),
                        others)
                .shownAs(steps.ends(edge)));
        walked.add(edge.slot());
        finish(edge);
    }

    private void finish(EdgeSpec edge) {
        edgesLeft.remove(edge);
        bound.add(edge.name());
        if (edge.group() != null) {
            bound.addAll(edge.group().names());
        }
        nowBound(edge.left());
        nowBound(edge.right());
    }

    /** Adds what has become possible: paths, then conditions. */
    private void addReady() {
        pathsLeft.removeIf(path -> {
            boolean ready = bound.containsAll(path.needs());
            if (ready) {
                plan.add(path.building().operator());
                bound.add(path.name());
            }
            return ready;
        });
        List<PatternGraph.Condition> ready = conditionsLeft.stream()
                .filter(condition -> bound.containsAll(condition.needs()))
                .toList();
        if (!ready.isEmpty()) {
            ready.forEach(conditionsLeft::remove);
            List<String> written =
                    ready.stream().map(c -> ExprText.of(c.written())).toList();
            List<Expression> conditions =
                    ready.stream().map(PatternGraph.Condition::expression).toList();
            plan.add(Operator.filter(conditions).shownAs(MatchSteps.filter(written)));
        }
    }
}
