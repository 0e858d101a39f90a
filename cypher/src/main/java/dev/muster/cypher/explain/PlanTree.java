package dev.muster.cypher.explain;

import dev.muster.cypher.plan.CompiledQuery;
import dev.muster.cypher.run.Branches;
import dev.muster.cypher.run.Operator;
import dev.muster.cypher.run.Run;
import dev.muster.cypher.run.Step;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Turns a query's operators, which stand in a row, into the tree that plans show: what gives rows stands below what takes
 * them. Gathers the operators that it shows in {@code shown}.
 */
record PlanTree(Run run, List<Operator> shown) {
    private static final String ARGUMENT = "Argument";
    private static final String EMPTY_RESULT = "EmptyResult";

    /** The whole query's tree. */
    PlanNode of(CompiledQuery query) {
        PlanNode body = branches(query.shape(), null);
        List<String> columns = query.columns();
        boolean empty = columns.isEmpty() && query.standaloneProcedure() == null;
        PlanNode end = empty && !body.name().equals(EMPTY_RESULT)
                ? PlanNode.passive(EMPTY_RESULT, "", body.identifiers(), 0, profile -> 0, List.of(body))
                : body;
        List<String> identifiers = columns.isEmpty() ? end.identifiers() : columns;
        return end.under("ProduceResults", String.join(", ", columns), identifiers);
    }

    /** {@code argument}: what stands at the beginning of each branch; null for nothing. */
    private PlanNode branches(Branches branches, PlanNode argument) {
        PlanNode result = null;
        for (List<Operator> operators : branches.operators()) {
            PlanNode branch = chain(operators, argument);
            if (branch == null) {
                branch = PlanNode.passive(ARGUMENT, "", List.of(), 1, profile -> 1, List.of());
            }
            result = result == null ? branch : union(result, branch);
        }
        if (branches.distinct()) {
            return result.under("Distinct", String.join(", ", result.identifiers()), result.identifiers());
        }
        return branches.end() == null ? result : result.under(branches.end(), "", result.identifiers());
    }

    private static PlanNode union(PlanNode left, PlanNode right) {
        return PlanNode.passive(
                "Union",
                "",
                left.identifiers(),
                left.estimatedRows() + right.estimatedRows(),
                profile -> left.rows().applyAsLong(profile) + right.rows().applyAsLong(profile),
                List.of(left, right));
    }

    private PlanNode chain(List<Operator> operators, PlanNode below) {
        PlanNode node = below;
        for (Operator operator : operators) {
            List<Operator> parts = operator.parts(run);
            if (!parts.isEmpty()) {
                node = chain(parts, node);
            } else if (operator.step() != null) {
                shown.add(operator);
                node = node(operator, operator.step(), node);
            }
        }
        return node;
    }

    private PlanNode node(Operator operator, Step step, PlanNode below) {
        List<String> identifiers = identifiers(step, below);
        if (operator.inner() != null) {
            return nested(operator, step, below, identifiers);
        }
        double rows = step.estimate().applyAsDouble(below == null ? 1 : below.estimatedRows());
        boolean atBeginning = below == null || (step.source() && below.name().equals(ARGUMENT));
        if (!step.source() || atBeginning) {
            List<PlanNode> children = atBeginning ? List.of() : List.of(below);
            return PlanNode.counted(step.name(), step.details(), identifiers, rows, operator, children);
        }
        double once = step.estimate().applyAsDouble(1);
        PlanNode source = PlanNode.counted(step.name(), step.details(), step.binds(), once, operator, List.of());
        String product = step.name().endsWith("Scan") ? "CartesianProduct" : "Apply";
        return PlanNode.passive(product, "", identifiers, rows, source.rows(), List.of(below, source));
    }

    /** An operator that runs a query for each row: that query stands beside what gives the rows. */
    private PlanNode nested(Operator operator, Step step, PlanNode below, List<String> identifiers) {
        List<String> known = below == null ? List.of() : below.identifiers();
        PlanNode argument = PlanNode.passive(
                ARGUMENT, String.join(", ", known), known, 1, below == null ? profile -> 1 : below.rows(), List.of());
        PlanNode inner = branches(operator.inner(), argument);
        List<PlanNode> children = new ArrayList<>();
        if (below != null) {
            children.add(below);
        }
        children.add(inner);
        double given = below == null ? 1 : below.estimatedRows();
        double rows = step.name().equals("Apply") ? given * inner.estimatedRows() : given;
        return PlanNode.counted(step.name(), step.details(), identifiers, rows, operator, children);
    }

    private static List<String> identifiers(Step step, PlanNode below) {
        Set<String> identifiers = new LinkedHashSet<>();
        if (below != null && !step.replaces()) {
            identifiers.addAll(below.identifiers());
        }
        identifiers.addAll(step.binds());
        return List.copyOf(identifiers);
    }
}
