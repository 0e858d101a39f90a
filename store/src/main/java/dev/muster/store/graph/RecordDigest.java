package dev.muster.store.graph;

import dev.muster.store.GraphDigest;
import dev.muster.store.NodeRecord;
import dev.muster.store.RelationshipRecord;
import dev.muster.store.schema.Schema;
import dev.muster.store.schema.SchemaRule;
import dev.muster.store.value.ByteSink;
import dev.muster.store.value.ValueCodec;
import dev.muster.store.value.Varints;
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
    private static final byte RULE = 'S';

    private final MessageDigest sha256;
    private final ByteSink sink = new ByteSink(512);

    RecordDigest() {
        try {
            sha256 = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    GraphDigest of(SchemaRule rule) {
        sink.clear().put(RULE);
        rule.write(sink);
        return finish();
    }

    /** The sum of all rules: nothing for a store without any. */
    GraphDigest of(Schema schema) {
        GraphDigest digest = GraphDigest.EMPTY;
        for (SchemaRule rule : schema.rules()) {
            digest = digest.plus(of(rule));
        }
        return digest;
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

    /** The digest of a node as {@link RecordCodec} wrote it, which holds its values in the bytes that are digested; up to the limit. */
    GraphDigest ofStoredNode(long id, ByteBuffer source, Tokens tokens) {
        Varints.readUnsigned(source); // the transaction that wrote it
        int labels = Varints.readCount(source);
        sink.clear().put(NODE).putUnsigned(id).putUnsigned(labels);
        for (int i = 0; i < labels; i++) {
            sink.putString(tokens.labels().name((int) Varints.readUnsigned(source)));
        }
        return finish(source, tokens);
    }

    /** The same of a relationship. */
    GraphDigest ofStoredRelationship(long id, ByteBuffer source, Tokens tokens) {
        Varints.readUnsigned(source); // the transaction that wrote it
        sink.clear().put(RELATIONSHIP).putUnsigned(id);
        sink.putString(tokens.types().name((int) Varints.readUnsigned(source)));
        sink.putUnsigned(Varints.readUnsigned(source)).putUnsigned(Varints.readUnsigned(source));
        return finish(source, tokens);
    }

    private GraphDigest finish(ByteBuffer properties, Tokens tokens) {
        int count = Varints.readCount(properties);
        sink.putUnsigned(count);
        for (int i = 0; i < count; i++) {
            sink.putString(tokens.keys().name((int) Varints.readUnsigned(properties)));
            int start = properties.position();
            ValueCodec.skip(properties);
            sink.put(properties.array(), start, properties.position() - start);
        }
        if (properties.hasRemaining()) {
            throw new IllegalArgumentException(properties.remaining() + " bytes follow the record's end");
        }
        return finish();
    }

    private GraphDigest finish(Map<String, Object> properties) {
        sink.putUnsigned(properties.size());
        properties.forEach((key, value) -> {
            sink.putString(key);
            ValueCodec.write(sink, value);
        });
        return finish();
    }

    private GraphDigest finish() {
        sha256.update(sink.array(), 0, sink.length());
        ByteBuffer hash = ByteBuffer.wrap(sha256.digest());
        return new GraphDigest(hash.getLong(), hash.getLong());
    }
}
