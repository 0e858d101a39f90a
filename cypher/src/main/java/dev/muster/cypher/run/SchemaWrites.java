package dev.muster.cypher.run;

import dev.muster.cypher.error.CypherError;
import dev.muster.cypher.notice.Notice;
import dev.muster.cypher.run.Statistics.Counter;
import dev.muster.store.RelationshipRecord;
import dev.muster.store.change.GraphTransaction;
import dev.muster.store.change.SchemaViolation;
import dev.muster.store.schema.Element;
import dev.muster.store.schema.IndexKeys;
import dev.muster.store.schema.SchemaRule;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** Changes of the schema, each checked and counted, and the refusal of data that break it. */
public final class SchemaWrites {
    private SchemaWrites() {}

    /**
     * Adds a rule. {@code ifNotExists}: nothing happens if its name is taken or there is one like it; {@code named}: its name
     * is its author's.
     */
    public static void create(SchemaRule rule, boolean named, boolean ifNotExists, Run run) {
        GraphTransaction transaction = begin(run);
        SchemaRule sameName = transaction.schema().find(rule.name());
        SchemaRule alike = alike(rule, transaction);
        if (ifNotExists && (sameName != null || alike != null)) {
            run.tell(Notice.RULE_EXISTS.at(
                    null, RuleText.creating(rule, named), RuleText.of(alike == null ? sameName : alike)));
            return;
        }
        if (alike != null && !Objects.equals(alike.type(), rule.type())) {
            throw CypherError.CONFLICTING_CONSTRAINT.exception(RuleText.of(alike));
        } else if (alike != null) {
            throw (alike.isConstraint() ? CypherError.EQUIVALENT_CONSTRAINT : CypherError.EQUIVALENT_RULE)
                    .exception(describe(alike));
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
                String kind = constraint ? "CONSTRAINT " : "INDEX ";
                run.tell(Notice.RULE_DOES_NOT_EXIST.at(null, "DROP " + kind + name + " IF EXISTS", name));
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
            boolean same = other.isOnRelationships() == rule.isOnRelationships()
                    && other.label().equals(rule.label())
                    && other.properties().equals(rule.properties())
                    && other.isIndexed() == rule.isIndexed()
                    && (other.type() == null) == (rule.type() == null);
            if (same) {
                return other;
            }
        }
        return null;
    }

    private static void checkRecords(SchemaRule rule, Run run) {
        Map<ByteBuffer, List<Element>> seen = new HashMap<>();
        Iterator<Element> elements = rule.isConstraint() ? elements(rule, run) : Collections.emptyIterator();
        while (elements.hasNext()) {
            run.tick();
            Element element = elements.next();
            String missing = rule.missing(element);
            if (missing != null) {
                throw CypherError.CONSTRAINT_CREATION.exception(describe(rule), lacking(rule, element.id(), missing));
            }
            List<Object> values = rule.isUnique() ? rule.values(element) : null;
            if (values != null) {
                ByteBuffer key = ByteBuffer.wrap(IndexKeys.equal(rule, values).from());
                List<Element> others = seen.computeIfAbsent(key, k -> new ArrayList<>(1));
                others.forEach(other -> checkDifferent(rule, element, values, other));
                others.add(element);
            }
        }
    }

    private static Iterator<Element> elements(SchemaRule rule, Run run) {
        GraphTransaction transaction = run.graph().transaction();
        if (rule.isOnRelationships()) {
            Iterator<RelationshipRecord> all = transaction.relationships();
            return Stream.iterate(all, Iterator::hasNext, same -> same)
                    .map(same -> same.next().element())
                    .filter(rule::concerns)
                    .iterator();
        }
        Iterator<Long> labelled = transaction.nodesWithLabel(rule.label());
        return Stream.iterate(labelled, Iterator::hasNext, same -> same)
                .map(same -> transaction.node(same.next()).element())
                .iterator();
    }

    private static void checkDifferent(SchemaRule rule, Element element, List<Object> values, Element other) {
        if (IndexKeys.same(values, rule.values(other))) {
            throw CypherError.CONSTRAINT_CREATION.exception(
                    describe(rule),
                    "Both " + what(rule, other.id()) + " and " + what(rule, element.id()) + " have the " + named(rule)
                            + " and " + shown(rule, values));
        }
    }

    private static String what(SchemaRule rule, long id) {
        return (rule.isOnRelationships() ? "Relationship(" : "Node(") + id + ")";
    }

    private static String named(SchemaRule rule) {
        return (rule.isOnRelationships() ? "type `" : "label `") + rule.label() + "`";
    }

    private static String lacking(SchemaRule rule, long id, String property) {
        return what(rule, id) + " with " + named(rule) + " must have the property `" + property + "`"
                + (rule.type() == null ? "" : " with value type `" + rule.type().text() + "`");
    }

    /** A rule as messages name it. */
    private static String describe(SchemaRule rule) {
        String on = rule.isOnRelationships() ? "()-[:" + rule.label() + " {%s}]-()" : "(:" + rule.label() + " {%s})";
        return rule.kind() + " `" + rule.name() + "` on " + on.formatted(String.join(", ", rule.properties()));
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
        if (found.missing() != null) {
            throw (rule.type() == null ? CypherError.PROPERTY_MISSING : CypherError.PROPERTY_TYPE)
                    .exception(lacking(rule, found.id(), found.missing()));
        }
        throw CypherError.VALUE_TAKEN.exception(what(rule, found.otherId()) + " already exists with " + named(rule)
                + " and " + shown(rule, found.values()));
    }
}
