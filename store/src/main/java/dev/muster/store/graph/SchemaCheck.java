package dev.muster.store.graph;

import dev.muster.store.NodeRecord;
import dev.muster.store.RelationshipRecord;
import dev.muster.store.change.ChangeSet;
import dev.muster.store.change.NodeChange;
import dev.muster.store.change.RelationshipChange;
import dev.muster.store.change.SchemaChange;
import dev.muster.store.schema.Element;
import dev.muster.store.schema.IndexKeys;
import dev.muster.store.schema.KeyRange;
import dev.muster.store.schema.Schema;
import dev.muster.store.schema.SchemaRule;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/** The part of the conflict check that is about the schema: whether the graph with the changes would fulfil its rules. */
final class SchemaCheck {
    private final GraphRoots graph;
    private final GraphState state;
    private final ChangeSet changes;
    private final Set<Long> nodesChanged;
    private final Set<Long> relationshipsChanged;
    private final Map<ByteBuffer, List<Element>> seen = new HashMap<>();

    SchemaCheck(
            GraphRoots graph,
            GraphState state,
            ChangeSet changes,
            Set<Long> nodesChanged,
            Set<Long> relationshipsChanged) {
        this.graph = graph;
        this.state = state;
        this.changes = changes;
        this.nodesChanged = nodesChanged;
        this.relationshipsChanged = relationshipsChanged;
    }

    /** Why the changes do not fit, or null. */
    String reason() {
        if (!changes.schema().isEmpty()) {
            return againstSchemaChanges();
        }
        if (state.schema().rules().isEmpty()) {
            return null;
        }
        String reason = first(changes.nodes().stream().map(this::after));
        return reason == null && state.schema().concernsRelationships()
                ? first(changes.relationships().stream().map(this::after))
                : reason;
    }

    private String first(Stream<Element> elements) {
        return elements.filter(Objects::nonNull)
                .map(this::against)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    private Element after(NodeChange change) {
        if (change instanceof NodeChange.Created created) {
            return Element.node(created.id(), created.labels(), created.properties());
        } else if (change instanceof NodeChange.Changed changed) {
            return Graph.changed(node(changed.id()), changed, 0).element();
        }
        return null;
    }

    private Element after(RelationshipChange change) {
        if (change instanceof RelationshipChange.Created created) {
            return Element.relationship(created.id(), created.type(), created.properties());
        } else if (change instanceof RelationshipChange.Changed changed) {
            return Graph.changed(relationship(changed.id()), changed, 0).element();
        }
        return null;
    }

    private NodeRecord node(long id) {
        return RecordCodec.decodeNode(id, graph.node(id), state.tokens());
    }

    private RelationshipRecord relationship(long id) {
        return RecordCodec.decodeRelationship(id, graph.relationship(id), state.tokens());
    }

    private String against(Element element) {
        for (SchemaRule rule : state.schema().of(element)) {
            String missing = rule.missing(element);
            if (missing != null) {
                String how = rule.type() == null ? " lacks property " : " has not the right type of property ";
                return element.what() + how + missing + ", which " + rule.name() + " demands";
            }
            List<Object> values = rule.isUnique() ? rule.values(element) : null;
            Element other = values == null ? null : other(rule, values, element);
            if (other != null) {
                return element.what() + " has the values of " + other.what() + ", which " + rule.name() + " forbids";
            }
        }
        return null;
    }

    /** Another element with the same values, of the store or of the same transaction, or null. */
    private Element other(SchemaRule rule, List<Object> values, Element element) {
        KeyRange range = IndexKeys.equal(rule, values);
        Set<Long> changed = rule.isOnRelationships() ? relationshipsChanged : nodesChanged;
        for (Iterator<byte[]> keys = graph.indexKeys(range); keys.hasNext(); ) {
            long id = IndexKeys.id(keys.next());
            Element stored = changed.contains(id)
                    ? null
                    : rule.isOnRelationships() ? relationship(id).element() : node(id).element();
            if (stored != null && isSame(rule, values, stored)) {
                return stored;
            }
        }
        List<Element> before = seen.computeIfAbsent(ByteBuffer.wrap(range.from()), key -> new ArrayList<>());
        for (Element candidate : before) {
            if (isSame(rule, values, candidate)) {
                return candidate;
            }
        }
        before.add(element);
        return null;
    }

    private static boolean isSame(SchemaRule rule, List<Object> values, Element element) {
        List<Object> others = rule.values(element);
        return others != null && IndexKeys.same(values, others);
    }

    private String againstSchemaChanges() {
        if (!changes.nodes().isEmpty() || !changes.relationships().isEmpty()) {
            return "a transaction changes either data or the schema";
        }
        Schema schema = state.schema();
        for (SchemaChange change : changes.schema()) {
            if (change instanceof SchemaChange.Dropped dropped) {
                if (schema.find(dropped.name()) == null) {
                    return "the schema has no rule called " + dropped.name();
                }
                schema = schema.without(dropped.name());
            } else if (change instanceof SchemaChange.Created created) {
                if (schema.find(created.rule().name()) != null) {
                    return "the schema has a rule called " + created.rule().name() + " already";
                }
                String reason = againstRecords(created.rule());
                if (reason != null) {
                    return reason;
                }
                schema = schema.with(created.rule());
            }
        }
        return null;
    }

    private String againstRecords(SchemaRule rule) {
        if (!rule.isConstraint()) {
            return null;
        }
        Map<ByteBuffer, List<Element>> known = new HashMap<>();
        Iterator<Element> elements = rule.isOnRelationships() ? relationships() : labelled(rule.label());
        while (elements.hasNext()) {
            Element element = elements.next();
            if (rule.missing(element) != null) {
                return element.what() + " does not fulfil " + rule.name();
            }
            List<Object> values = rule.isUnique() ? rule.values(element) : null;
            if (values != null) {
                ByteBuffer key = ByteBuffer.wrap(IndexKeys.equal(rule, values).from());
                List<Element> same = known.computeIfAbsent(key, k -> new ArrayList<>(1));
                if (same.stream().anyMatch(other -> isSame(rule, values, other))) {
                    return element.what() + " does not fulfil " + rule.name();
                }
                same.add(element);
            }
        }
        return null;
    }

    private Iterator<Element> relationships() {
        return graph.relationshipsFrom(
                0,
                cursor -> RecordCodec.decodeRelationship(cursor.getKey(), cursor.getValue(), state.tokens())
                        .element());
    }

    private Iterator<Element> labelled(String name) {
        int label = state.tokens().labels().number(name);
        if (label == TokenTable.NONE) {
            return Collections.emptyIterator();
        }
        Iterator<Long> keys = graph.labelKeys(GraphMaps.labelKey(label, 0), GraphMaps.labelKey(label + 1, 0) - 1);
        return Stream.iterate(keys, Iterator::hasNext, same -> same)
                .map(same -> node(GraphMaps.nodeOfLabelKey(same.next())).element())
                .iterator();
    }
}
