package dev.muster.cypher.plan;

import dev.muster.cypher.ast.Expr;
import dev.muster.cypher.ast.PathPattern;
import dev.muster.cypher.run.Segment;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The variables that can be seen at a place of the statement, and the slots of the row where they are. */
final class Scope {
    /** Where a variable is. */
    record Binding(int slot, VariableType type) {}

    /** The hidden variable that says which file the row was loaded from. */
    static final String FILE = " file";

    /** The hidden variable that says which line of that file the row was. */
    static final String LINE_NUMBER = " linenumber";

    private final Segment segment;
    private final Map<String, Binding> bindings = new LinkedHashMap<>();
    private final Map<Expr, Integer> computed = new HashMap<>();
    private final Set<String> imported = new LinkedHashSet<>();
    private final Set<String> hidden = new LinkedHashSet<>();
    private AggregateCalls aggregates;
    private Scope beforeGrouping;
    private boolean keepsOrder;

    Scope(Segment segment) {
        this.segment = segment;
    }

    /** A scope that sees the same and can declare more without this one seeing it; the rows are the same. */
    Scope child() {
        Scope child = new Scope(segment);
        child.bindings.putAll(bindings);
        child.computed.putAll(computed);
        child.imported.addAll(imported);
        child.hidden.addAll(hidden);
        child.aggregates = aggregates;
        child.beforeGrouping = beforeGrouping;
        child.keepsOrder = keepsOrder;
        return child;
    }

    /** Makes {@code *} mean the variables in the order of their declaration: the columns of a command have an order. */
    Scope keepOrder(boolean keep) {
        keepsOrder = keep;
        return this;
    }

    boolean keepsOrder() {
        return keepsOrder;
    }

    Segment segment() {
        return segment;
    }

    /** The binding, or null. */
    Binding find(String name) {
        return bindings.get(name);
    }

    int declare(String name, VariableType type) {
        int slot = segment.allocate();
        bindings.put(name, new Binding(slot, type));
        computed.keySet().removeIf(expression -> Mentions.variables(expression).contains(name));
        return slot;
    }

    /** Declares what no author names and projections take along as long as rows stay what they are. */
    int declareHidden(String name, VariableType type) {
        hidden.add(name);
        return declare(name, type);
    }

    /** The hidden variables. */
    Set<String> hidden() {
        return hidden;
    }

    void bind(String name, int slot, VariableType type) {
        bindings.put(name, new Binding(slot, type));
    }

    Set<String> names() {
        return Set.copyOf(bindings.keySet());
    }

    /** What {@code *} stands for: named variables that were not imported, sorted unless {@link #keepOrder}. */
    List<String> starNames() {
        List<String> names = bindings.keySet().stream()
                .filter(PathPattern::isNamed)
                .filter(n -> !imported.contains(n))
                .toList();
        return keepsOrder ? names : names.stream().sorted().toList();
    }

    /** Variables of an outer query, which every projection takes along. */
    Set<String> imported() {
        return imported;
    }

    /** The slot where this very expression's value stands already, or null. */
    Integer computed(Expr expression) {
        return computed.isEmpty() ? null : computed.get(expression);
    }

    void computed(Expr expression, int slot) {
        computed.put(expression, slot);
    }

    /** Where aggregating calls go; null where they are not allowed. */
    AggregateCalls aggregates() {
        return aggregates;
    }

    /** After a grouping: aggregating calls are allowed, and what was visible before is remembered for messages. */
    void afterGrouping(AggregateCalls calls, Scope before) {
        aggregates = calls;
        beforeGrouping = before;
    }

    /** Refuses aggregating calls from here on: they make no sense for the elements of a list. */
    Scope withoutAggregates() {
        aggregates = null;
        return this;
    }

    /** A scope that sees the same but, of what is computed, only variables' properties. */
    Scope simple() {
        Scope simple = child();
        simple.computed.keySet().removeIf(e -> !isSimple(e));
        return simple;
    }

    private static boolean isSimple(Expr expr) {
        return expr instanceof Expr.Variable || (expr instanceof Expr.Property property && isSimple(property.target()));
    }

    /** Whether the variable was there before rows were grouped, and is not now. */
    boolean isLostByGrouping(String name) {
        return beforeGrouping != null && beforeGrouping.find(name) != null;
    }
}
