package dev.muster.store.graph;

import dev.muster.store.NodeRecord;
import dev.muster.store.RelationshipRecord;
import dev.muster.store.value.ByteSink;
import dev.muster.store.value.ValueCodec;
import dev.muster.store.value.Varints;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Records as the maps hold them: names as numbers, but in the order of the names, so that reading needs no sorting.
 * Broken bytes are an {@link IllegalArgumentException}.
 */
final class RecordCodec {
    private RecordCodec() {}

    static byte[] encode(NodeRecord node, Tokens tokens) {
        ByteSink sink = new ByteSink();
        sink.putUnsigned(node.changedBy());
        sink.putUnsigned(node.labels().size());
        for (String label : node.labels()) {
            sink.putUnsigned(numberOf(tokens.labels(), label));
        }
        writeProperties(sink, node.properties(), tokens);
        return sink.toBytes();
    }

    static NodeRecord decodeNode(long id, byte[] bytes, Tokens tokens) {
        ByteBuffer source = ByteBuffer.wrap(bytes);
        long changedBy = Varints.readUnsigned(source);
        SortedSet<String> labels = readLabels(source, tokens);
        return new NodeRecord(id, changedBy, labels, readProperties(source, tokens));
    }

    static byte[] encode(RelationshipRecord relationship, Tokens tokens) {
        ByteSink sink = new ByteSink();
        sink.putUnsigned(relationship.changedBy());
        sink.putUnsigned(numberOf(tokens.types(), relationship.type()));
        sink.putUnsigned(relationship.startId()).putUnsigned(relationship.endId());
        writeProperties(sink, relationship.properties(), tokens);
        return sink.toBytes();
    }

    static RelationshipRecord decodeRelationship(long id, byte[] bytes, Tokens tokens) {
        ByteBuffer source = ByteBuffer.wrap(bytes);
        long changedBy = Varints.readUnsigned(source);
        String type = tokens.types().name((int) Varints.readUnsigned(source));
        long startId = Varints.readUnsigned(source);
        long endId = Varints.readUnsigned(source);
        return new RelationshipRecord(id, changedBy, type, startId, endId, readProperties(source, tokens));
    }

    /** Only the transaction that wrote a record last. */
    static long changedBy(byte[] bytes) {
        return Varints.readUnsigned(ByteBuffer.wrap(bytes));
    }

    private static SortedSet<String> readLabels(ByteBuffer source, Tokens tokens) {
        int count = Varints.readCount(source);
        if (count == 0) {
            return Collections.emptySortedSet();
        }
        if (count == 1) {
            return tokens.labels().singleton((int) Varints.readUnsigned(source));
        }
        TreeSet<String> labels = new TreeSet<>();
        for (int i = 0; i < count; i++) {
            labels.add(tokens.labels().name((int) Varints.readUnsigned(source)));
        }
        return Collections.unmodifiableSortedSet(labels);
    }

    private static void writeProperties(ByteSink sink, Map<String, Object> properties, Tokens tokens) {
        sink.putUnsigned(properties.size());
        properties.forEach((key, value) -> {
            sink.putUnsigned(numberOf(tokens.keys(), key));
            ValueCodec.write(sink, value);
        });
    }

    private static Map<String, Object> readProperties(ByteBuffer source, Tokens tokens) {
        int count = Varints.readCount(source);
        if (count == 0) {
            return Map.of();
        }
        Map<String, Object> properties = new LinkedHashMap<>(count * 2);
        for (int i = 0; i < count; i++) {
            String key = tokens.keys().name((int) Varints.readUnsigned(source));
            properties.put(key, ValueCodec.read(source));
        }
        return Collections.unmodifiableMap(properties);
    }

    private static int numberOf(TokenTable table, String name) {
        int number = table.number(name);
        if (number == TokenTable.NONE) {
            throw new IllegalStateException("name '" + name + "' has no number");
        }
        return number;
    }
}
