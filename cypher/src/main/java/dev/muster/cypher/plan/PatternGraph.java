package dev.muster.cypher.plan;

import dev.muster.cypher.ast.Expr;
import dev.muster.cypher.ast.LabelExpr;
import dev.muster.cypher.ast.PathPattern;
import dev.muster.cypher.run.Expression;
import dev.muster.cypher.run.Hop;
import dev.muster.cypher.run.PathBuilding;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The patterns of one MATCH as a graph, compiled but in no order yet; the {@link MatchPlanner} orders it. */
final class PatternGraph {
    /** A node; {@code labels} are those it must have, {@code equalities} how many properties are compared for equality. */
    static final class NodeSpec {
        final String name;
        final int slot;
        final boolean bound;
        final List<String> labels = new ArrayList<>();
        final List<Comparison> comparisons = new ArrayList<>();
        int equalities;

        NodeSpec(String name, int slot, boolean bound) {
            this.name = name;
            this.slot = slot;
            this.bound = bound;
        }
    }

    /**
     * A relationship, seen from its left end; {@code length} null for one hop, {@code comparisons} of its properties; or, if
     * {@code group} is not null, a quantified path.
     */
    record EdgeSpec(
            String name,
            int slot,
            boolean bound,
            NodeSpec left,
            NodeSpec right,
            Hop hop,
            LabelExpr types,
            PathPattern.Length length,
            PathPattern.Kind kind,
            Set<String> eachNeeds,
            List<Comparison> comparisons,
            GroupCompiler.Compiled group) {
        /** Whether it is one relationship of one type, so that an index may find it. */
        boolean isPlain() {
            return !bound
                    && length == null
                    && kind == PathPattern.Kind.ALL
                    && hop.types().size() == 1;
        }
    }

    /** A condition as written and compiled, and the variables of this MATCH that must be bound before it can be asked. */
    record Condition(Expr written, Expression expression, Set<String> needs) {}

    /** A property compared with a value, as written and compiled, that can be known once {@code needs} are bound. */
    record Comparison(String property, Expr.Operator operator, Expr written, Expression value, Set<String> needs) {
        String text() {
            return property + " " + ExprText.sign(operator) + " " + ExprText.of(written);
        }
    }

    /** {@code id(name) = …}: another way to find an element. */
    record Seek(String name, String written, Expression ids, boolean several, boolean byElementId, Set<String> needs) {}

    /** A named path and the elements it is made of. */
    record PathSpec(String name, PathBuilding building, Set<String> needs) {}

    final Map<String, NodeSpec> nodes = new LinkedHashMap<>();
    final List<EdgeSpec> edges = new ArrayList<>();
    final List<Condition> conditions = new ArrayList<>();
    final List<Seek> seeks = new ArrayList<>();
    final List<PathSpec> paths = new ArrayList<>();
}
