package dev.muster.cypher.ast;

import dev.muster.store.Direction;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * One path of a pattern. Every element has a variable; those the author did not name get one that no author can write.
 *
 * @param variable of the path, or null
 * @param nodes one more than {@code relationships}
 * @param selection which paths are wanted, if {@code kind} is {@link Kind#SELECTED}; else null
 */
public record PathPattern(
        String variable,
        Kind kind,
        List<Node> nodes,
        List<Relationship> relationships,
        Position position,
        Selection selection) {
    /** How the paths are searched. */
    public enum Kind {
        ALL,
        /** {@code shortestPath(…)}. */
        SHORTEST,
        /** {@code allShortestPaths(…)}. */
        ALL_SHORTEST,
        /** {@code ANY SHORTEST …}: for each pair of ends. */
        SELECT_ONE,
        /** {@code ALL SHORTEST …}: likewise. */
        SELECT_ALL,
        /** Any selector. */
        SELECTED;

        /** Whether it is one of the functions that are older than selectors. */
        public boolean isFunction() {
            return this == SHORTEST || this == ALL_SHORTEST;
        }

        /** Whether it is a selector that leaves paths out. */
        public boolean isSelective() {
            return this == SELECT_ONE || this == SELECT_ALL || this == SELECTED;
        }

        /** Whether all paths of the shortest length are wanted, not one. */
        public boolean wantsAll() {
            return this == ALL_SHORTEST || this == SELECT_ALL;
        }
    }

    /**
     * Which of the paths between two nodes are wanted, the shortest first.
     *
     * @param groups whether {@code count} is of lengths, each with all its paths, and not of paths
     */
    public record Selection(int count, boolean groups) {}

    /** A path of which nothing is selected, or in a way that needs no {@link Selection}. */
    public PathPattern(
            String variable, Kind kind, List<Node> nodes, List<Relationship> relationships, Position position) {
        this(variable, kind, nodes, relationships, position, null);
    }

    /** The same, searched in another way. */
    public PathPattern of(Kind other) {
        return new PathPattern(variable, other, nodes, relationships, position);
    }

    /** The same with a selection of its paths. */
    public PathPattern of(Selection wanted) {
        return new PathPattern(variable, Kind.SELECTED, nodes, relationships, position, wanted);
    }

    /** The same with one more condition, as a part of the pattern. */
    public PathPattern where(Expr condition) {
        Node last = nodes.get(nodes.size() - 1);
        Expr all = last.where() == null
                ? condition
                : new Expr.Binary(Expr.Operator.AND, last.where(), condition, last.position());
        List<Node> conditioned = new ArrayList<>(nodes);
        conditioned.set(
                nodes.size() - 1, new Node(last.variable(), last.labels(), last.properties(), all, last.position()));
        return new PathPattern(variable, kind, conditioned, relationships, position, selection);
    }

    /** The same with other relationships, as many of them. */
    public PathPattern with(List<Relationship> others) {
        return new PathPattern(variable, kind, nodes, others, position, selection);
    }

    /** The same with another length of its only relationship. */
    public PathPattern of(Length length) {
        return new PathPattern(
                variable, kind, nodes, List.of(relationships.get(0).of(length)), position);
    }

    /** A node of a pattern; {@code labels}, {@code properties} and {@code where} may be null. */
    public record Node(String variable, LabelExpr labels, Expr properties, Expr where, Position position) {}

    /**
     * A relationship of a pattern; {@code types}, {@code length}, {@code properties} and {@code where} may be null.
     *
     * @param group if this is no relationship but a path that is repeated ({@code length} says how often), that; else null
     */
    public record Relationship(
            String variable,
            LabelExpr types,
            Direction direction,
            Length length,
            Expr properties,
            Expr where,
            Group group,
            Position position) {
        /** The same with another length. */
        public Relationship of(Length other) {
            return new Relationship(variable, types, direction, other, properties, where, group, position);
        }

        /** The same under another name. */
        public Relationship named(String other) {
            return new Relationship(other, types, direction, length, properties, where, group, position);
        }

        /** A single one of it, with this condition only. */
        public Relationship single(Expr condition) {
            return new Relationship(variable, types, direction, null, null, condition, null, position);
        }

        /** The same, with what is repeated seen from its other end. */
        public Relationship groupReversed() {
            Group back = new Group(group.path().reversed(), group.where());
            return new Relationship(variable, types, direction, length, properties, where, back, position);
        }

        private Relationship reversed() {
            return new Relationship(variable, types, direction.reversed(), length, properties, where, group, position);
        }
    }

    /** What stands in the parentheses of a quantified path; {@code where} may be null. */
    public record Group(PathPattern path, Expr where) {
        /** The names that its author gave to nodes and to relationships: each is a list outside. */
        public List<String> names() {
            List<String> names = new ArrayList<>();
            path.nodes.stream()
                    .map(Node::variable)
                    .filter(PathPattern::isNamed)
                    .distinct()
                    .forEach(names::add);
            path.relationships.stream()
                    .map(Relationship::variable)
                    .filter(PathPattern::isNamed)
                    .forEach(names::add);
            return names;
        }
    }

    /** The same path from its other end. */
    public PathPattern reversed() {
        List<Node> backNodes = new ArrayList<>(nodes);
        List<Relationship> backRelationships = new ArrayList<>();
        relationships.forEach(relationship -> backRelationships.add(relationship.reversed()));
        Collections.reverse(backNodes);
        Collections.reverse(backRelationships);
        return new PathPattern(variable, kind, backNodes, backRelationships, position);
    }

    /** {@code *min..max}; {@code max} is {@link Integer#MAX_VALUE} if unbounded. */
    public record Length(int min, int max) {}

    /** Whether a variable was named by the author. */
    public static boolean isNamed(String variable) {
        return variable.charAt(0) != ' ';
    }
}
