package dev.muster.cypher.plan;

import dev.muster.cypher.ast.Clause;
import dev.muster.cypher.ast.Expr;
import dev.muster.cypher.run.Step;
import java.util.List;
import java.util.stream.Collectors;

/** What plans show of WITH and RETURN; {@code items} are those of the projection with {@code *} spelled out. Pure. */
record ProjectionSteps(Clause.Projection projection, List<Clause.Item> items) {
    private static final double GROUPS_EXPECTED = 0.5;
    private static final double DISTINCT_EXPECTED = 0.95;

    /** Whether nothing is computed: only variables are taken over, under their own names. */
    boolean isPlain() {
        return items.stream()
                .allMatch(item -> item.expression() instanceof Expr.Variable variable
                        && variable.name().equals(item.name()));
    }

    Step computing() {
        return Step.of("Projection", columns(), List.of()).leaving(names());
    }

    Step aggregation() {
        boolean grouped = items.stream().anyMatch(i -> !Mentions.aggregates(i.expression()));
        return Step.of("EagerAggregation", columns())
                .expecting(grouped ? rows -> Math.pow(rows, GROUPS_EXPECTED) : rows -> 1)
                .leaving(names());
    }

    Step distinct() {
        return Step.of("Distinct", String.join(", ", names())).expecting(rows -> rows * DISTINCT_EXPECTED);
    }

    Step sort() {
        String order = projection.orderBy().stream()
                .map(item -> ExprText.of(item.expression()) + (item.descending() ? " DESC" : " ASC"))
                .collect(Collectors.joining(", "));
        return projection.limit() == null
                ? Step.of("Sort", order)
                : Step.of("Top", order + " LIMIT " + most()).expecting(rows -> Math.min(rows, mostRows()));
    }

    private String most() {
        String limit = ExprText.of(projection.limit());
        return projection.skip() == null ? limit : ExprText.of(projection.skip()) + " + " + limit;
    }

    Step skip() {
        double skipped =
                projection.skip() instanceof Expr.Literal literal && literal.value() instanceof Long count ? count : 1;
        return Step.of("Skip", ExprText.of(projection.skip())).expecting(rows -> Math.max(0, rows - skipped));
    }

    Step limit() {
        return Step.of("Limit", ExprText.of(projection.limit())).expecting(rows -> Math.min(rows, mostRows()));
    }

    private double mostRows() {
        return projection.limit() instanceof Expr.Literal literal && literal.value() instanceof Long count
                ? count
                : Double.MAX_VALUE;
    }

    private String columns() {
        return items.stream()
                .map(item -> {
                    String text = ExprText.of(item.expression());
                    return text.equals(item.name()) ? text : text + " AS " + item.name();
                })
                .collect(Collectors.joining(", "));
    }

    private List<String> names() {
        return items.stream().map(Clause.Item::name).toList();
    }
}
