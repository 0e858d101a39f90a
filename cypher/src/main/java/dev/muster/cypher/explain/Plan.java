package dev.muster.cypher.explain;

import dev.muster.cypher.plan.CompiledQuery;
import dev.muster.cypher.run.Operator;
import dev.muster.cypher.run.Profile;
import dev.muster.cypher.run.Run;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The plan of a query as Bolt sends it (facts/bolt.md 5): nested maps of {@code operatorType}, {@code identifiers}, {@code
 * args} and {@code children}; with a profile also {@code rows} and {@code dbHits}. There is no page cache to report on.
 */
public final class Plan {
    private final PlanNode root;
    private final List<Operator> operators;
    private final String database;

    private Plan(PlanNode root, List<Operator> operators, String database) {
        this.root = root;
        this.operators = operators;
        this.database = database;
    }

    /** Plans the query as this run would carry it out, by the counts and indexes that it sees now. Runs nothing. */
    public static Plan of(CompiledQuery query, Run run) {
        List<Operator> shown = new ArrayList<>();
        PlanNode root = new PlanTree(run, shown).of(query);
        return new Plan(root, shown, run.context().databaseName());
    }

    /** The plan of a statement that is one step, whatever it does. */
    public static Plan ofCommand(String name, String database) {
        PlanNode only = PlanNode.passive(name, "", List.of(), 1, profile -> 0, List.of());
        return new Plan(only, List.of(), database);
    }

    /** Makes the profile count the operators that are shown. To be called before they run. */
    public void countIn(Profile profile) {
        operators.forEach(profile::count);
    }

    /** What EXPLAIN shows. */
    public Map<String, Object> explained() {
        return tree(null);
    }

    /** What PROFILE shows, once the query has run to its end. */
    public Map<String, Object> profiled(Profile profile) {
        return tree(profile);
    }

    private Map<String, Object> tree(Profile profile) {
        Map<String, Object> tree = map(root, profile, new int[1]);
        @SuppressWarnings("unchecked") // we have just made it
        Map<String, Object> args = (Map<String, Object>) tree.get("args");
        args.put("planner", "COST");
        args.put("planner-impl", "GREEDY");
        args.put("planner-version", "5");
        args.put("runtime", "INTERPRETED");
        args.put("runtime-impl", "INTERPRETED");
        args.put("runtime-version", "5");
        args.put("version", "5");
        return tree;
    }

    private Map<String, Object> map(PlanNode node, Profile profile, int[] ids) {
        Map<String, Object> args = new LinkedHashMap<>();
        args.put("Id", (long) ids[0]++);
        args.put("Details", node.details());
        args.put("EstimatedRows", node.estimatedRows());
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("operatorType", node.name() + "@" + database);
        result.put("identifiers", node.identifiers());
        result.put("args", args);
        if (profile != null) {
            long rows = node.rows().applyAsLong(profile);
            long hits = node.hits().applyAsLong(profile);
            args.put("Rows", rows);
            args.put("DbHits", hits);
            result.put("rows", rows);
            result.put("dbHits", hits);
        }
        List<Object> children = new ArrayList<>();
        node.children().forEach(child -> children.add(map(child, profile, ids)));
        result.put("children", children);
        return result;
    }
}
