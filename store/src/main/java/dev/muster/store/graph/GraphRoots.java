package dev.muster.store.graph;

import dev.muster.store.CorruptStore;
import dev.muster.store.blocks.DamagedBlock;
import dev.muster.store.schema.KeyRange;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.BufferUnderflowException;
import java.util.Iterator;
import java.util.function.Function;
import java.util.function.Supplier;
import org.h2.mvstore.Cursor;
import org.h2.mvstore.MVStoreException;
import org.h2.mvstore.RootReference;

/**
 * The contents of the maps at one moment: pages reached from here never change. Readable on any thread as long as the
 * version is kept from being overwritten. A page that cannot be read is a {@link CorruptStore}.
 */
record GraphRoots(
        GraphMaps maps,
        RootReference<Long, byte[]> nodes,
        RootReference<Long, byte[]> relationships,
        RootReference<AdjacencyKey, Present> adjacency,
        RootReference<Long, Present> labelIndex,
        RootReference<byte[], Present> indexes) {
    byte[] node(long id) {
        try {
            return maps.nodes().get(nodes.root, id);
        } catch (MVStoreException e) {
            throw unreadable(e);
        }
    }

    byte[] relationship(long id) {
        try {
            return maps.relationships().get(relationships.root, id);
        } catch (MVStoreException e) {
            throw unreadable(e);
        }
    }

    boolean hasLabel(int label, long nodeId) {
        try {
            return maps.labelIndex().get(labelIndex.root, GraphMaps.labelKey(label, nodeId)) != null;
        } catch (MVStoreException e) {
            throw unreadable(e);
        }
    }

    boolean hasIndexKey(byte[] key) {
        try {
            return maps.indexes().get(indexes.root, key) != null;
        } catch (MVStoreException e) {
            throw unreadable(e);
        }
    }

    boolean hasAdjacency(AdjacencyKey key) {
        try {
            return maps.adjacency().get(adjacency.root, key) != null;
        } catch (MVStoreException e) {
            throw unreadable(e);
        }
    }

    <T> Iterator<T> nodesFrom(long id, Function<Cursor<Long, byte[]>, T> reading) {
        return reading(() -> new Cursor<>(nodes, id, null), reading);
    }

    <T> Iterator<T> relationshipsFrom(long id, Function<Cursor<Long, byte[]>, T> reading) {
        return reading(() -> new Cursor<>(relationships, id, null), reading);
    }

    Iterator<AdjacencyKey> adjacencyFrom(AdjacencyKey from) {
        return reading(() -> new Cursor<>(adjacency, from, null), Cursor::getKey);
    }

    Iterator<Long> labelKeys(long fromInclusive, Long toInclusive) {
        return reading(() -> new Cursor<>(labelIndex, fromInclusive, toInclusive), Cursor::getKey);
    }

    Iterator<byte[]> indexKeys(KeyRange range) {
        return reading(() -> new Cursor<>(indexes, range.from(), range.to()), Cursor::getKey);
    }

    /** Making a cursor reads pages already. */
    private <K, V, T> Iterator<T> reading(Supplier<Cursor<K, V>> cursor, Function<Cursor<K, V>, T> reading) {
        try {
            return new Reading<>(this, cursor.get(), reading);
        } catch (MVStoreException e) {
            throw unreadable(e);
        }
    }

    /** What a failed read is: a store that was closed under its readers, or whose disk fails, is not damaged. */
    private RuntimeException unreadable(MVStoreException cause) {
        if (maps.nodes().getStore().isClosed()) {
            return new IllegalStateException("the store was closed while a version of it was being read", cause);
        }
        IOException error = DamagedBlock.inputOutputErrorOf(cause);
        return error != null
                ? new UncheckedIOException("the store cannot be read: " + error.getMessage(), error)
                : new CorruptStore("the store cannot be read: " + cause.getMessage(), cause);
    }

    /** A cursor whose errors are the store's. */
    private record Reading<K, V, T>(GraphRoots roots, Cursor<K, V> cursor, Function<Cursor<K, V>, T> reading)
            implements Iterator<T> {
        @Override
        public boolean hasNext() {
            try {
                return cursor.hasNext();
            } catch (MVStoreException e) {
                throw roots.unreadable(e);
            }
        }

        @Override
        public T next() {
            try {
                cursor.next();
                return reading.apply(cursor);
            } catch (MVStoreException e) {
                throw roots.unreadable(e);
            } catch (IllegalArgumentException | BufferUnderflowException e) {
                throw new CorruptStore("record " + cursor.getKey() + " makes no sense: " + e.getMessage(), e);
            }
        }
    }
}
