package dev.muster.store.graph;

import dev.muster.store.GraphDigest;
import dev.muster.store.schema.Schema;
import dev.muster.store.value.ByteSink;
import dev.muster.store.value.Varints;
import java.nio.ByteBuffer;

/**
 * What a version of the graph knows beside its records. Immutable, so that pinning it costs nothing.
 *
 * @param highestNodeId the highest id ever used by a node, -1 for none: ids are not used again
 * @param schema its rules; encoded only if there are any, so that states without are what they always were
 * @param labelCounts nodes by label number; shorter than the labels if the last ones have none
 */
public record GraphState(
        long lastTransactionId,
        GraphDigest digest,
        long nodeCount,
        long relationshipCount,
        long highestNodeId,
        long highestRelationshipId,
        Tokens tokens,
        long[] labelCounts,
        Schema schema) {
    /** The state of a graph with nothing in it. */
    public static final GraphState EMPTY =
            new GraphState(0, GraphDigest.EMPTY, 0, 0, -1, -1, Tokens.EMPTY, new long[0], Schema.EMPTY);

    long labelCount(int label) {
        return label >= 0 && label < labelCounts.length ? labelCounts[label] : 0;
    }

    /** The state as bytes. */
    public byte[] encode() {
        ByteSink sink = new ByteSink();
        sink.putUnsigned(lastTransactionId).putLong(digest.high()).putLong(digest.low());
        sink.putUnsigned(nodeCount).putUnsigned(relationshipCount);
        sink.putSigned(highestNodeId).putSigned(highestRelationshipId);
        tokens.write(sink);
        int counted = labelCounts.length;
        while (counted > 0 && labelCounts[counted - 1] == 0) {
            counted--;
        }
        sink.putUnsigned(counted);
        for (int label = 0; label < counted; label++) {
            sink.putUnsigned(labelCounts[label]);
        }
        if (!schema.equals(Schema.EMPTY)) {
            schema.write(sink);
        }
        return sink.toBytes();
    }

    /** Reads what {@link #encode} wrote; anything else is an {@link IllegalArgumentException} or a buffer's end. */
    public static GraphState decode(byte[] bytes) {
        ByteBuffer source = ByteBuffer.wrap(bytes);
        long lastTransactionId = Varints.readUnsigned(source);
        GraphDigest digest = new GraphDigest(source.getLong(), source.getLong());
        long nodeCount = Varints.readUnsigned(source);
        long relationshipCount = Varints.readUnsigned(source);
        long highestNodeId = Varints.readSigned(source);
        long highestRelationshipId = Varints.readSigned(source);
        Tokens tokens = Tokens.read(source);
        long[] labelCounts = new long[Varints.readCount(source)];
        for (int i = 0; i < labelCounts.length; i++) {
            labelCounts[i] = Varints.readUnsigned(source);
        }
        return new GraphState(
                lastTransactionId,
                digest,
                nodeCount,
                relationshipCount,
                highestNodeId,
                highestRelationshipId,
                tokens,
                labelCounts,
                source.hasRemaining() ? Schema.read(source) : Schema.EMPTY);
    }
}
