package dev.muster.node.shell;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.neo4j.driver.Value;
import org.neo4j.driver.summary.Plan;
import org.neo4j.driver.summary.ProfiledPlan;
import org.neo4j.driver.summary.ResultSummary;

/** Prints what EXPLAIN and PROFILE were to show: the operator that gives the result first, those it takes rows from below. */
record PlanPrinter(PrintWriter out) {
    private static final List<String> EXPLAINED = List.of("Operator", "Id", "Details", "Estimated Rows");
    private static final List<String> PROFILED =
            List.of("Operator", "Id", "Details", "Estimated Rows", "Rows", "DB Hits");

    /** Prints the plan, if the statement has one. */
    void print(ResultSummary summary) {
        if (!summary.hasPlan()) {
            return;
        }
        Plan root = summary.hasProfile() ? summary.profile() : summary.plan();
        out.println("Planner " + argument(root, "planner") + ", runtime " + argument(root, "runtime") + ", version "
                + argument(root, "version"));
        out.println();
        List<List<String>> rows = new ArrayList<>();
        add(root, "", rows);
        new ResultPrinter(out, true).printTable(summary.hasProfile() ? PROFILED : EXPLAINED, rows.iterator());
        if (summary.hasProfile()) {
            out.println("Total database accesses: " + hits(summary.profile()));
            out.println();
        }
    }

    private static String argument(Plan plan, String name) {
        Value value = plan.arguments().get(name);
        return value == null ? "?" : value.asObject().toString();
    }

    /** The first child goes on straight below; the others stand to the right, before it. */
    private static void add(Plan plan, String indent, List<List<String>> rows) {
        rows.add(row(plan, indent));
        List<? extends Plan> children = plan.children();
        for (int i = children.size() - 1; i > 0; i--) {
            rows.add(link(indent + "|\\", plan));
            add(children.get(i), indent + "| ", rows);
        }
        if (!children.isEmpty()) {
            rows.add(link(indent + "|", plan));
            add(children.get(0), indent, rows);
        }
    }

    private static List<String> link(String text, Plan plan) {
        List<String> row = new ArrayList<>(List.of(text, "", "", ""));
        if (plan instanceof ProfiledPlan) {
            row.addAll(List.of("", ""));
        }
        return row;
    }

    private static List<String> row(Plan plan, String indent) {
        String operator = plan.operatorType().replaceFirst("@.*", "");
        List<String> row = new ArrayList<>(List.of(
                indent + "+" + operator,
                argument(plan, "Id"),
                argument(plan, "Details"),
                String.format(
                        Locale.ROOT,
                        "%.0f",
                        plan.arguments().get("EstimatedRows").asDouble())));
        if (plan instanceof ProfiledPlan profiled) {
            row.add(Long.toString(profiled.records()));
            row.add(Long.toString(profiled.dbHits()));
        }
        return row;
    }

    private static long hits(ProfiledPlan plan) {
        return plan.dbHits()
                + plan.children().stream().mapToLong(PlanPrinter::hits).sum();
    }
}
