package dev.muster.store.graph;

import dev.muster.store.GraphDigest;
import dev.muster.store.NodeRecord;
import dev.muster.store.RelationshipRecord;
import dev.muster.store.value.ByteSink;
import dev.muster.store.value.ValueCodec;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Map;

/**
 * Digests of single records: the first 16 bytes of the SHA-256 of what a user can see of it, by names and not by numbers,
 * so that stores that number their names differently agree. The transaction that wrote it does not count. One thread.
 */
final class RecordDigest {
    private static final byte NODE = 'N';
    private static final byte RELATIONSHIP = 'R';

    private final MessageDigest sha256;
    private final ByteSink sink = new ByteSink(512);

    RecordDigest() {
        try {
            sha256 = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    GraphDigest of(NodeRecord node) {
        sink.clear().put(NODE).putUnsigned(node.id()).putUnsigned(node.labels().size());
        node.labels().forEach(sink::putString);
        return finish(node.properties());
    }

    GraphDigest of(RelationshipRecord relationship) {
        sink.clear().put(RELATIONSHIP).putUnsigned(relationship.id()).putString(relationship.type());
        sink.putUnsigned(relationship.startId()).putUnsigned(relationship.endId());
        return finish(relationship.properties());
    }

    private GraphDigest finish(Map<String, Object> properties) {
        sink.putUnsigned(properties.size());
        properties.forEach((key, value) -> {
            sink.putString(key);
            ValueCodec.write(sink, value);
        });
        sha256.update(sink.array(), 0, sink.length());
        ByteBuffer hash = ByteBuffer.wrap(sha256.digest());
        return new GraphDigest(hash.getLong(), hash.getLong());
    }
}
