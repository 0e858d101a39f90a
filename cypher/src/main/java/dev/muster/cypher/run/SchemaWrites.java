package dev.muster.cypher.run;

import dev.muster.cypher.error.CypherError;
import dev.muster.cypher.run.Statistics.Counter;
import dev.muster.store.NodeRecord;
import dev.muster.store.change.GraphTransaction;
import dev.muster.store.change.SchemaViolation;
import dev.muster.store.schema.IndexKeys;
import dev.muster.store.schema.SchemaRule;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** Changes of the schema, each checked and counted, and the refusal of data that break it. */
public final class SchemaWrites {
    private SchemaWrites() {}

    /** Adds a rule. {@code ifNotExists}: nothing happens if its name is taken or there is one like it. */
    public static void create(SchemaRule rule, boolean ifNotExists, Run run) {
        GraphTransaction transaction = begin(run);
        SchemaRule sameName = transaction.schema().find(rule.name());
        SchemaRule alike = alike(rule, transaction);
        if (ifNotExists && (sameName != null || alike != null)) {
            return;
        }
        if (alike != null) {
            throw CypherError.EQUIVALENT_RULE.exception(describe(alike));
        }
        if (sameName != null) {
            throw (sameName.isConstraint() ? CypherError.CONSTRAINT_NAME_TAKEN : CypherError.INDEX_NAME_TAKEN)
                    .exception(rule.name());
        }
        checkRecords(rule, run);
        transaction.createRule(rule);
        run.statistics().count(rule.isConstraint() ? Counter.CONSTRAINTS_ADDED : Counter.INDEXES_ADDED, 1);
    }

    /** Takes a rule away. {@code ifExists}: nothing happens if there is none. */
    public static void drop(String name, boolean constraint, boolean ifExists, Run run) {
        GraphTransaction transaction = begin(run);
        SchemaRule rule = transaction.schema().find(name);
        if (rule == null || (constraint && !rule.isConstraint()) || (!constraint && !rule.isIndexed())) {
            if (ifExists) {
                return;
            }
            throw (constraint ? CypherError.NO_SUCH_CONSTRAINT : CypherError.NO_SUCH_INDEX).exception(name);
        }
        if (!constraint && rule.isConstraint()) {
            throw CypherError.INDEX_OF_CONSTRAINT.exception(name);
        }
        transaction.dropRule(name);
        run.statistics().count(constraint ? Counter.CONSTRAINTS_REMOVED : Counter.INDEXES_REMOVED, 1);
    }

    private static GraphTransaction begin(Run run) {
        run.checkWritable();
        GraphTransaction transaction = run.graph().transaction();
        if (!transaction.changesSchema() && transaction.hasChanges()) {
            throw CypherError.MIXED_TRANSACTION.exception("Schema modification after executing Write query");
        }
        return transaction;
    }

    private static SchemaRule alike(SchemaRule rule, GraphTransaction transaction) {
        for (SchemaRule other : transaction.schema().rules()) {
            boolean same = other.label().equals(rule.label())
                    && other.properties().equals(rule.properties())
                    && other.isIndexed() == rule.isIndexed();
            if (same) {
                return other;
            }
        }
        return null;
    }

    private static void checkRecords(SchemaRule rule, Run run) {
        Map<ByteBuffer, List<Long>> seen = new HashMap<>();
        Iterator<Long> labelled = rule.isConstraint()
                ? run.graph().transaction().nodesWithLabel(rule.label())
                : List.<Long>of().iterator();
        while (labelled.hasNext()) {
            run.tick();
            NodeRecord node = run.graph().transaction().node(labelled.next());
            String missing = rule.missing(node.labels(), node.properties());
            if (missing != null) {
                throw CypherError.CONSTRAINT_CREATION.exception(
                        describe(rule),
                        "Node(" + node.id() + ") with label `" + rule.label() + "` must have the property `" + missing
                                + "`");
            }
            List<Object> values = rule.isUnique() ? rule.values(node.labels(), node.properties()) : null;
            if (values != null) {
                ByteBuffer key = ByteBuffer.wrap(IndexKeys.equal(rule, values).from());
                List<Long> others = seen.computeIfAbsent(key, k -> new ArrayList<>(1));
                others.forEach(other -> checkDifferent(rule, node.id(), values, other, run));
                others.add(node.id());
            }
        }
    }

    private static void checkDifferent(SchemaRule rule, long id, List<Object> values, long otherId, Run run) {
        NodeRecord other = run.graph().transaction().node(otherId);
        if (IndexKeys.same(values, rule.values(other.labels(), other.properties()))) {
            throw CypherError.CONSTRAINT_CREATION.exception(
                    describe(rule),
                    "Both Node(" + otherId + ") and Node(" + id + ") have the label `" + rule.label() + "` and "
                            + shown(rule, values));
        }
    }

    /** A rule as messages name it. */
    private static String describe(SchemaRule rule) {
        return rule.kind() + " `" + rule.name() + "` on (:" + rule.label() + " {" + String.join(", ", rule.properties())
                + "})";
    }

    private static String shown(SchemaRule rule, List<Object> values) {
        List<String> parts = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            Object value = values.get(i);
            parts.add("`" + rule.properties().get(i) + "` = " + (value instanceof String ? "'" + value + "'" : value));
        }
        return (parts.size() == 1 ? "property " : "properties ") + String.join(", ", parts);
    }

    /** To be asked at the end of each statement that writes. */
    public static void checkDuplicates(Run run) {
        refuse(run.graph().transaction().duplicate());
    }

    /** Throws if there is a violation. */
    public static void refuse(SchemaViolation found) {
        if (found == null) {
            return;
        }
        SchemaRule rule = found.rule();
        throw CypherError.CONSTRAINT_VIOLATED.exception(
                found.missing() == null
                        ? "Node(" + found.otherId() + ") already exists with label `" + rule.label() + "` and "
                                + shown(rule, found.values())
                        : "Node(" + found.nodeId() + ") with label `" + rule.label() + "` must have the property `"
                                + found.missing() + "`");
    }
}
