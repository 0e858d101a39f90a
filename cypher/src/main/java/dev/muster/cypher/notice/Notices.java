package dev.muster.cypher.notice;

import dev.muster.cypher.Notification;
import dev.muster.cypher.Place;
import dev.muster.cypher.ast.Position;
import dev.muster.store.GraphReader;
import dev.muster.store.NameKind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What is to be said of a statement, gathered while it is read and compiled by one thread, and asked for by any number of
 * runs afterwards. Names that no graph may have are judged by each run's graph.
 */
public final class Notices {
    /** A name where the statement has it. */
    private record Mention(NameKind kind, String name, Place place) {}

    /** An element whose property has a computed name, with the labels that a node must have, or a relationship's types. */
    private record Computed(boolean onNode, Set<String> names) {}

    private final Set<Notification> certain = new LinkedHashSet<>();
    private final Set<Mention> mentions = new LinkedHashSet<>();
    private final Set<String> labelsAfterLoading = new LinkedHashSet<>();
    private final List<IndexHint> hints = new ArrayList<>();
    private final Set<Computed> computed = new LinkedHashSet<>();
    private int writing;
    private boolean loading;

    /** Says something that is so whatever the graph is. */
    public void add(Notice notice, Position position, Object... details) {
        certain.add(notice.at(position == null ? null : position.place(), details));
    }

    /** Says that the statement looks for what has this name, so that it finds nothing if there is none. */
    public void lookedFor(NameKind kind, String name, Position position) {
        if (writing == 0) {
            mentions.add(new Mention(kind, name, position.place()));
        }
        if (loading && kind == NameKind.LABEL) {
            labelsAfterLoading.add(name);
        }
    }

    /** Says that the statement's author wants this index to be used. */
    public void hinted(IndexHint hint) {
        hints.add(hint);
    }

    /** Says that an element is sought by a property whose name is computed; {@code names}: its labels, or types. */
    public void computedProperty(boolean onNode, Collection<String> names) {
        if (!names.isEmpty()) {
            computed.add(new Computed(onNode, new TreeSet<>(names)));
        }
    }

    /** Says that what follows stands behind LOAD CSV. */
    public void loads() {
        loading = true;
    }

    /** Does what belongs to a clause that writes: what that names may well be new. */
    public <T> T whileWriting(java.util.function.Supplier<T> compilation) {
        writing++;
        try {
            return compilation.get();
        } finally {
            writing--;
        }
    }

    /** All that is to be said where the statement runs on this graph, in the order of places. */
    public List<Notification> of(GraphReader graph, String database) {
        Set<Notification> all = new LinkedHashSet<>(certain);
        for (Mention mention : mentions) {
            if (!graph.knows(mention.kind(), mention.name())) {
                all.add(notice(mention.kind()).at(mention.place(), mention.name(), database));
            }
        }
        for (IndexHint hint : hints) {
            if (!hint.isFulfillable(graph)) {
                all.add(Notice.HINTED_INDEX_NOT_FOUND.at(hint.place(), hint.index(), hint.hint()));
            }
        }
        for (String label : labelsAfterLoading) {
            if (graph.indexes(label).isEmpty()) {
                all.add(Notice.NO_APPLICABLE_INDEX.at(null, label));
            }
        }
        computed.forEach(element -> served(element, graph).ifPresent(all::add));
        return all.size() < 2 ? List.copyOf(all) : sorted(all);
    }

    /** Nothing if no index could have served whatever the property's name is. */
    private static Optional<Notification> served(Computed element, GraphReader graph) {
        List<String> indexed = element.names().stream()
                .filter(name -> !(element.onNode() ? graph.indexes(name) : graph.relationshipIndexes(name)).isEmpty())
                .map(name -> "`" + name + "`")
                .toList();
        String all = String.join(", ", indexed);
        String phrase =
                "indexed " + (element.onNode() ? "label" : "type") + (indexed.size() == 1 ? " is: " : "s are: ") + all;
        return indexed.isEmpty() ? Optional.empty() : Optional.of(Notice.DYNAMIC_PROPERTY.at(null, phrase, all));
    }

    private static List<Notification> sorted(Set<Notification> all) {
        List<Notification> result = new ArrayList<>(all);
        result.sort(Comparator.comparingInt(notification -> notification.place() == null
                ? Integer.MAX_VALUE
                : notification.place().offset()));
        return List.copyOf(result);
    }

    private static Notice notice(NameKind kind) {
        return switch (kind) {
            case LABEL -> Notice.UNKNOWN_LABEL;
            case RELATIONSHIP_TYPE -> Notice.UNKNOWN_TYPE;
            case PROPERTY_KEY -> Notice.UNKNOWN_KEY;
        };
    }
}
