package dev.muster.store.engine;

import dev.muster.runtime.Disk;
import dev.muster.runtime.DiskFile;
import dev.muster.store.CorruptStore;
import dev.muster.store.blocks.BlockFile;
import dev.muster.store.graph.Graph;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;

/**
 * The open store file of a graph, and its commits. What the last {@link #commit} returned is kept from being overwritten
 * until the caller says {@link #published}.
 */
final class StoreFiles implements AutoCloseable {
    static final String FILE = "muster.store";

    /** Above so much memory in pages that were not written yet, a turn of writing them is due. */
    private static final int UNSAVED_BYTES_MAX = 32 * 1024 * 1024;

    /** Chunks of the file are rewritten when less than this percentage of them is in use, so many bytes per commit. */
    private static final int FILL_PERCENT_MIN = 60;

    private static final int REWRITE_BYTES = 4 * 1024 * 1024;

    private final Path path;
    private final BlockFile blocks;
    private final MVStore store;
    private final Graph graph;
    private MVStore.TxCounter published;

    private StoreFiles(Path path, BlockFile blocks, MVStore store) {
        this.path = path;
        this.blocks = blocks;
        this.store = store;
        this.graph = new Graph(store);
        this.published = store.registerVersionUsage();
    }

    /** Begins an empty file in a directory. */
    static StoreFiles create(Disk disk, Path directory, int cacheMebibytes) throws IOException {
        DiskFile file = disk.open(directory.resolve(FILE), Disk.Open.CREATE_NEW);
        return open(file, directory, null, cacheMebibytes);
    }

    /** Opens the file at a checkpoint, and makes sure that it is what the checkpoint says. */
    static StoreFiles open(Disk disk, Path directory, Checkpoint checkpoint, int cacheMebibytes) throws IOException {
        StoreFiles files = open(disk, directory, checkpoint.header(), cacheMebibytes);
        long lastTransactionId = files.graph.state().lastTransactionId();
        if (lastTransactionId != checkpoint.lastTransactionId()
                || !files.graph.state().digest().equals(checkpoint.digest())) {
            files.close();
            throw new CorruptStore(
                    directory.resolve(FILE) + " is damaged: it ends with transaction " + lastTransactionId
                            + ", the checkpoint with " + checkpoint.lastTransactionId(),
                    null);
        }
        return files;
    }

    /** Opens the file where {@link #seal} left it, and makes sure that it has its mark. */
    static StoreFiles open(Disk disk, Path directory, byte[] header, byte[] mark, int cacheMebibytes)
            throws IOException {
        StoreFiles files = open(disk, directory, header, cacheMebibytes);
        if (!Arrays.equals(files.graph.mark(), mark)) {
            files.close();
            throw new CorruptStore(directory.resolve(FILE) + " is damaged: it is not what was saved last", null);
        }
        return files;
    }

    private static StoreFiles open(Disk disk, Path directory, byte[] header, int cacheMebibytes) throws IOException {
        DiskFile file;
        try {
            file = disk.open(directory.resolve(FILE), Disk.Open.WRITE);
        } catch (NoSuchFileException e) {
            throw new CorruptStore(directory + " has a checkpoint but no " + FILE, e);
        }
        StoreFiles files = open(file, directory, header, cacheMebibytes);
        IOException unread = files.blocks.readFailure();
        if (unread != null) {
            files.close();
            throw unread; // the disk may read it the next time
        }
        return files;
    }

    private static StoreFiles open(DiskFile file, Path directory, byte[] header, int cacheMebibytes)
            throws IOException {
        BlockFile blocks = new BlockFile(file, directory.resolve(FILE).toString(), header);
        try {
            MVStore store = new MVStore.Builder()
                    .adoptFileStore(blocks)
                    .autoCommitDisabled()
                    .autoCommitBufferSize(0)
                    .cacheSize(cacheMebibytes)
                    .open();
            store.setRetentionTime(-1);
            store.setVersionsToKeep(1);
            return new StoreFiles(directory.resolve(FILE), blocks, store);
        } catch (MVStoreException | IllegalArgumentException | BufferUnderflowException e) {
            file.close();
            if (blocks.readFailure() != null) {
                throw blocks.readFailure(); // the disk may read it the next time
            }
            throw new CorruptStore(directory.resolve(FILE) + " is damaged: " + e.getMessage(), e);
        }
    }

    Graph graph() {
        return graph;
    }

    /** Writes pages out of memory if there are many; makes nothing durable. */
    void relieveMemory() {
        if (store.getUnsavedMemory() > UNSAVED_BYTES_MAX) {
            store.commit();
        }
    }

    /** Writes all pages out of memory; makes nothing durable. */
    void writeOut() {
        store.commit();
    }

    /** The file. */
    Path path() {
        return path;
    }

    /** Makes the graph as it is durable and returns the header it can be opened by. */
    byte[] commit() throws IOException {
        graph.writeState();
        store.compact(FILL_PERCENT_MIN, REWRITE_BYTES);
        store.commit();
        return blocks.seal();
    }

    /** Makes the maps of a graph that is not complete durable, with a mark, and returns the header as {@link #commit} does. */
    byte[] seal(byte[] mark) throws IOException {
        graph.mark(mark);
        store.commit();
        return blocks.seal();
    }

    /** The last commit has become the one that counts: what only earlier ones need may be overwritten. */
    void published() {
        MVStore.TxCounter before = published;
        published = store.registerVersionUsage();
        store.deregisterVersionUsage(before);
        blocks.published();
    }

    /** Closes without writing anything. */
    @Override
    public void close() {
        store.closeImmediately();
    }
}
