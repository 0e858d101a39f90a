package dev.muster.cypher.plan;

import dev.muster.cypher.ast.Expr;
import dev.muster.cypher.ast.Position;
import dev.muster.cypher.error.CypherError;
import dev.muster.cypher.function.Aggregation;
import dev.muster.cypher.run.Aggregate;
import dev.muster.cypher.run.Segment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Gathers the aggregating calls of one projection; the same call is computed once. */
final class AggregateCalls {
    private final ExpressionCompiler compiler;
    private final Scope before;
    private final Segment after;
    private final List<Aggregate.Call> calls = new ArrayList<>();
    private boolean complete;
    private final Map<Expr, Integer> slots = new HashMap<>();

    AggregateCalls(ExpressionCompiler compiler, Scope before, Segment after) {
        this.compiler = compiler;
        this.before = before;
        this.after = after;
    }

    /** The slot where the call's value will stand. */
    int slotOf(Expr expression) {
        Integer known = slots.get(expression);
        if (known == null) {
            checkNotComplete(expression);
            known = after.allocate();
            slots.put(expression, known);
            calls.add(call(expression, known));
        }
        return known;
    }

    /** From here on only calls that are known already may be used, and those that need no variable. */
    void complete() {
        complete = true;
    }

    private void checkNotComplete(Expr expression) {
        Set<String> names = complete ? Mentions.variables(expression) : Set.of();
        if (!names.isEmpty()) {
            String name = names.stream().sorted().findFirst().get();
            Position place = expression instanceof Expr.Call call ? call.position() : new Position(1, 1, 0);
            throw compiler.source().at(place, CypherError.LOST_BY_PROJECTION, name);
        }
    }

    private Aggregate.Call call(Expr expression, int slot) {
        if (!(expression instanceof Expr.Call call)) {
            return new Aggregate.Call(Aggregation.find("count"), null, null, false, slot);
        }
        if (call.arguments().size() != Aggregation.arguments(call.name())) {
            throw compiler.source()
                    .at(
                            call.position(),
                            CypherError.ARGUMENT_COUNT,
                            call.written(),
                            call.arguments().size());
        }
        if (Mentions.isRandom(call.arguments())) {
            throw compiler.source()
                    .at(
                            call.position(),
                            CypherError.PATTERN,
                            "Can't use non-deterministic (random) functions inside of aggregate functions.");
        }
        return new Aggregate.Call(
                Aggregation.find(call.name()),
                compiler.compile(call.arguments().get(0), before),
                call.arguments().size() > 1 ? compiler.compile(call.arguments().get(1), before) : null,
                call.distinct(),
                slot);
    }

    List<Aggregate.Call> calls() {
        return calls;
    }
}
