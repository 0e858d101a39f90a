package dev.muster.store.change;

import dev.muster.store.schema.SchemaRule;
import dev.muster.store.value.ByteSink;
import dev.muster.store.value.ValueCodec;
import dev.muster.store.value.Varints;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;

/**
 * Change sets as bytes, and back: the payload of a consensus entry, of a transaction log record and of a differential
 * artifact. Deterministic and versioned; entities are in strictly ascending id order, names sorted.
 *
 * <p>Reading is bounds-checked; bytes that are no change set, or one of a newer format, are an {@link
 * IllegalArgumentException} that says so.
 */
public final class ChangeSetCodec {
    private static final byte FORMAT = 1;

    /** With changes of the schema at the end; only used where there are any, so that older versions read all others. */
    private static final byte FORMAT_WITH_SCHEMA = 2;

    private static final byte CREATED = 1;
    private static final byte CHANGED = 2;
    private static final byte DELETED = 3;

    private ChangeSetCodec() {}

    /** Writes a change set. Throws {@link IllegalArgumentException} if its entities are not in order or a value is none. */
    public static byte[] encode(ChangeSet changes) {
        ByteSink sink = new ByteSink(256);
        sink.put(changes.schema().isEmpty() ? FORMAT : FORMAT_WITH_SCHEMA);
        sink.putLong(changes.clientTransaction().getMostSignificantBits());
        sink.putLong(changes.clientTransaction().getLeastSignificantBits());
        sink.putSigned(changes.committedAtMillis());
        ValueCodec.write(sink, changes.metadata());
        sink.putUnsigned(changes.nodes().size());
        long previous = -1;
        for (NodeChange change : changes.nodes()) {
            previous = ascending(previous, change.id());
            writeNode(sink, change);
        }
        sink.putUnsigned(changes.relationships().size());
        previous = -1;
        for (RelationshipChange change : changes.relationships()) {
            previous = ascending(previous, change.id());
            writeRelationship(sink, change);
        }
        if (!changes.schema().isEmpty()) {
            sink.putUnsigned(changes.schema().size());
            changes.schema().forEach(change -> writeSchema(sink, change));
        }
        return sink.toBytes();
    }

    /** Reads what {@link #encode} wrote. */
    public static ChangeSet decode(byte[] bytes) {
        ByteBuffer source = ByteBuffer.wrap(bytes);
        try {
            ChangeSet changes = read(source);
            if (source.hasRemaining()) {
                throw new IllegalArgumentException(source.remaining() + " bytes follow its end");
            }
            return changes;
        } catch (BufferUnderflowException e) {
            throw new IllegalArgumentException("these " + bytes.length + " bytes are no change set: they end early", e);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "these " + bytes.length + " bytes are no change set: " + e.getMessage(), e);
        }
    }

    /** Only the commit time of an encoded change set. Errors as {@link #decode}. */
    public static long committedAtMillis(byte[] bytes) {
        try {
            ByteBuffer source = ByteBuffer.wrap(bytes);
            readFormat(source);
            source.position(source.position() + 2 * Long.BYTES);
            return Varints.readSigned(source);
        } catch (BufferUnderflowException | IllegalArgumentException e) {
            throw new IllegalArgumentException("these " + bytes.length + " bytes are no change set: " + e, e);
        }
    }

    private static ChangeSet read(ByteBuffer source) {
        byte format = readFormat(source);
        UUID clientTransaction = new UUID(source.getLong(), source.getLong());
        long committedAtMillis = Varints.readSigned(source);
        if (!(ValueCodec.read(source) instanceof Map<?, ?> metadata)) {
            throw new IllegalArgumentException("its metadata is no map");
        }
        int nodeCount = Varints.readCount(source);
        List<NodeChange> nodes = new ArrayList<>(nodeCount);
        long previous = -1;
        for (int i = 0; i < nodeCount; i++) {
            NodeChange change = readNode(source);
            previous = ascending(previous, change.id());
            nodes.add(change);
        }
        int relationshipCount = Varints.readCount(source);
        List<RelationshipChange> relationships = new ArrayList<>(relationshipCount);
        previous = -1;
        for (int i = 0; i < relationshipCount; i++) {
            RelationshipChange change = readRelationship(source);
            previous = ascending(previous, change.id());
            relationships.add(change);
        }
        List<SchemaChange> schema = new ArrayList<>();
        int schemaCount = format == FORMAT_WITH_SCHEMA ? Varints.readCount(source) : 0;
        for (int i = 0; i < schemaCount; i++) {
            schema.add(readSchema(source));
        }
        return new ChangeSet(clientTransaction, committedAtMillis, texts(metadata), nodes, relationships, schema);
    }

    private static byte readFormat(ByteBuffer source) {
        byte format = source.get();
        if (format != FORMAT && format != FORMAT_WITH_SCHEMA) {
            throw new IllegalArgumentException(
                    "its format is " + format + ", this version reads up to " + FORMAT_WITH_SCHEMA);
        }
        return format;
    }

    private static void writeSchema(ByteSink sink, SchemaChange change) {
        if (change instanceof SchemaChange.Created created) {
            sink.put(CREATED);
            created.rule().write(sink);
        } else if (change instanceof SchemaChange.Dropped dropped) {
            sink.put(DELETED).putString(dropped.name());
        }
    }

    private static SchemaChange readSchema(ByteBuffer source) {
        byte kind = source.get();
        return switch (kind) {
            case CREATED -> new SchemaChange.Created(SchemaRule.read(0, source));
            case DELETED -> new SchemaChange.Dropped(Varints.readString(source));
            default -> throw new IllegalArgumentException("no change of the schema has the number " + kind);
        };
    }

    private static void writeNode(ByteSink sink, NodeChange change) {
        if (change instanceof NodeChange.Created created) {
            sink.put(CREATED).putUnsigned(created.id());
            writeNames(sink, created.labels());
            writeProperties(sink, created.properties());
        } else if (change instanceof NodeChange.Changed changed) {
            sink.put(CHANGED).putUnsigned(changed.id()).putUnsigned(changed.seenVersion());
            writeNames(sink, changed.labelsAdded());
            writeNames(sink, changed.labelsRemoved());
            writeProperties(sink, changed.propertiesSet());
        } else if (change instanceof NodeChange.Deleted deleted) {
            sink.put(DELETED).putUnsigned(deleted.id()).putUnsigned(deleted.seenVersion());
        }
    }

    private static NodeChange readNode(ByteBuffer source) {
        byte kind = source.get();
        long id = Varints.readUnsigned(source);
        return switch (kind) {
            case CREATED -> {
                SortedSet<String> labels = readNames(source);
                yield new NodeChange.Created(id, labels, readProperties(source, false));
            }
            case CHANGED -> {
                long seenVersion = Varints.readUnsigned(source);
                Set<String> added = readNames(source);
                Set<String> removed = readNames(source);
                yield new NodeChange.Changed(id, seenVersion, added, removed, readProperties(source, true));
            }
            case DELETED -> new NodeChange.Deleted(id, Varints.readUnsigned(source));
            default -> throw new IllegalArgumentException("no change of a node has the number " + kind);
        };
    }

    private static void writeRelationship(ByteSink sink, RelationshipChange change) {
        if (change instanceof RelationshipChange.Created created) {
            sink.put(CREATED).putUnsigned(created.id()).putString(created.type());
            sink.putUnsigned(created.startId()).putUnsigned(created.endId());
            writeProperties(sink, created.properties());
        } else if (change instanceof RelationshipChange.Changed changed) {
            sink.put(CHANGED).putUnsigned(changed.id()).putUnsigned(changed.seenVersion());
            writeProperties(sink, changed.propertiesSet());
        } else if (change instanceof RelationshipChange.Deleted deleted) {
            sink.put(DELETED).putUnsigned(deleted.id()).putUnsigned(deleted.seenVersion());
        }
    }

    private static RelationshipChange readRelationship(ByteBuffer source) {
        byte kind = source.get();
        long id = Varints.readUnsigned(source);
        return switch (kind) {
            case CREATED -> {
                String type = Varints.readString(source);
                long startId = Varints.readUnsigned(source);
                long endId = Varints.readUnsigned(source);
                yield new RelationshipChange.Created(id, type, startId, endId, readProperties(source, false));
            }
            case CHANGED -> {
                long seenVersion = Varints.readUnsigned(source);
                yield new RelationshipChange.Changed(id, seenVersion, readProperties(source, true));
            }
            case DELETED -> new RelationshipChange.Deleted(id, Varints.readUnsigned(source));
            default -> throw new IllegalArgumentException("no change of a relationship has the number " + kind);
        };
    }

    private static void writeNames(ByteSink sink, Set<String> names) {
        sink.putUnsigned(names.size());
        new TreeSet<>(names).forEach(sink::putString);
    }

    private static SortedSet<String> readNames(ByteBuffer source) {
        int count = Varints.readCount(source);
        TreeSet<String> names = new TreeSet<>();
        for (int i = 0; i < count; i++) {
            addInOrder(names, Varints.readString(source));
        }
        return Collections.unmodifiableSortedSet(names);
    }

    private static void writeProperties(ByteSink sink, Map<String, Object> properties) {
        sink.putUnsigned(properties.size());
        new TreeMap<>(properties).forEach((key, value) -> {
            sink.putString(key);
            ValueCodec.write(sink, value);
        });
    }

    private static Map<String, Object> readProperties(ByteBuffer source, boolean removals) {
        int count = Varints.readCount(source);
        TreeMap<String, Object> properties = new TreeMap<>();
        for (int i = 0; i < count; i++) {
            String key = Varints.readString(source);
            if (!properties.isEmpty() && properties.lastKey().compareTo(key) >= 0) {
                throw new IllegalArgumentException("property '" + key + "' is out of order");
            }
            Object value = ValueCodec.read(source);
            if (value instanceof Map || value == null && !removals) {
                throw new IllegalArgumentException("property '" + key + "' holds no property value");
            }
            properties.put(key, value);
        }
        return Collections.unmodifiableMap(properties);
    }

    private static void addInOrder(TreeSet<String> names, String name) {
        if (!names.isEmpty() && names.last().compareTo(name) >= 0) {
            throw new IllegalArgumentException("name '" + name + "' is out of order");
        }
        names.add(name);
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> texts(Map<?, ?> decoded) {
        return (Map<String, Object>) decoded;
    }

    private static long ascending(long previous, long id) {
        if (id <= previous || id > ChangeSet.ID_MAX) {
            throw new IllegalArgumentException("entity " + id + " is out of order or range after " + previous);
        }
        return id;
    }
}
