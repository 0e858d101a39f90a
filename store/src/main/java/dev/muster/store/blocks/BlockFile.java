package dev.muster.store.blocks;

import dev.muster.runtime.DiskFile;
import dev.muster.runtime.DiskFull;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.zip.CRC32C;
import java.util.zip.ZipOutputStream;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.FileStore;
import org.h2.mvstore.RandomAccessStore;
import org.h2.mvstore.SFChunk;

/**
 * The storage of an MVStore on a {@link DiskFile}, changed in three ways.
 *
 * <p><b>Checksums.</b> MVStore does not notice a damaged page, and after a crash it may take a half-written commit for
 * a whole one. Here each block of 4 KiB is followed by a CRC32C of its number and contents, verified at each read.
 *
 * <p><b>One step.</b> MVStore's header, which says where the newest commit is, is never written to the file. It stays in
 * memory until {@link #seal} returns it, marked as after a clean shutdown, once all else is durable; the caller keeps it
 * in a file that it replaces in one step. So an opened store never has to guess which commits are whole.
 *
 * <p><b>Full disk.</b> A block for which there is no room waits in memory, and is tried again by the next {@link #seal};
 * MVStore would close itself otherwise.
 *
 * <p><b>Threads.</b> One writes, any number reads. Space that the last sealed commit uses must be kept from being
 * overwritten by the caller, by {@code MVStore.registerVersionUsage}.
 */
public final class BlockFile extends RandomAccessStore {
    /** MVStore's own block size. */
    private static final int DATA_BYTES = 4096;

    private static final int STORED_BYTES = DATA_BYTES + Integer.BYTES;
    private static final int HEADER_BYTES = 2 * DATA_BYTES;
    private static final int BLOCKS_PER_WRITE = 64;

    private final DiskFile file;
    private final ConcurrentSkipListMap<Long, byte[]> waiting = new ConcurrentSkipListMap<>();
    private final List<Space> reserved = new ArrayList<>();
    private byte[] header;
    private volatile IOException readFailure;

    /**
     * The storage in an open file.
     *
     * @param sealedHeader what {@link #seal} returned last, null for a new store
     */
    public BlockFile(DiskFile file, String name, byte[] sealedHeader) throws IOException {
        super(Map.of());
        this.file = file;
        this.header = sealedHeader == null ? null : sealedHeader.clone();
        init(name, false);
        setSize(sealedHeader == null ? 0 : HEADER_BYTES + file.size() / STORED_BYTES * DATA_BYTES);
    }

    /**
     * Makes everything that was committed durable and returns the header by which it can be opened. Throws {@link
     * DiskFull} while there is no room, and may then be called again; throws {@link org.h2.mvstore.MVStoreException} if
     * the disk fails.
     */
    public byte[] seal() throws IOException {
        writeWaiting();
        saveChunkLock.lock();
        try {
            reserved.forEach(space -> freeSpace.free(space.position, space.length));
            writeCleanShutdown();
            reserved.forEach(space -> freeSpace.markUsed(space.position, space.length));
        } finally {
            saveChunkLock.unlock();
        }
        return header.clone();
    }

    /**
     * The last input/output error of a read, or null. MVStore passes over what it cannot read while it looks for the last
     * commit, and would take an earlier one.
     */
    public IOException readFailure() {
        return readFailure;
    }

    /** What {@link #seal} returned last counts now: space that only earlier commits need may be used again. */
    public void published() {
        saveChunkLock.lock();
        try {
            reserved.forEach(space -> freeSpace.free(space.position, space.length));
            reserved.clear();
            super.shrinkStoreIfPossible(0);
        } finally {
            saveChunkLock.unlock();
        }
    }

    /**
     * Chunks that the commit in progress drops stay as they are until that commit counts: the one that counts now still
     * lists them, and MVStore looks at their beginnings and ends when it opens a file.
     */
    @Override
    protected void freeChunkSpace(Iterable<SFChunk> chunks) {
        reserved.forEach(space -> freeSpace.free(space.position, space.length));
        super.freeChunkSpace(chunks);
        for (SFChunk chunk : chunks) {
            reserved.add(new Space(chunk.block * DATA_BYTES, chunk.len * DATA_BYTES));
        }
        reserved.forEach(space -> freeSpace.markUsed(space.position, space.length));
    }

    /** Shrinking waits until the commit counts, see {@link #published}. */
    @Override
    protected void shrinkStoreIfPossible(int minPercent) {
        // What lies at the end may still be needed.
    }

    @Override
    public ByteBuffer readFully(SFChunk chunk, long position, int length) {
        if (position < HEADER_BYTES) {
            return ByteBuffer.wrap(header, Math.toIntExact(position), length).slice();
        }
        long firstBlock = position / DATA_BYTES;
        int blocks = Math.toIntExact((position + length - 1) / DATA_BYTES - firstBlock + 1);
        byte[] data;
        try {
            data = readBlocks(firstBlock, blocks);
        } catch (IOException e) {
            if (!(e instanceof DamagedBlock)) {
                readFailure = e;
            }
            throw DataUtils.newMVStoreException(
                    DataUtils.ERROR_READING_FAILED,
                    "Block {0} of {1}: {2}",
                    firstBlock,
                    getFileName(),
                    e.getMessage(),
                    e);
        }
        return ByteBuffer.wrap(data, (int) (position % DATA_BYTES), length).slice();
    }

    @Override
    protected void writeFully(SFChunk chunk, long position, ByteBuffer source) {
        int length = source.remaining();
        if (position % DATA_BYTES != 0 || length % DATA_BYTES != 0) {
            throw new IllegalStateException(
                    "a write of " + length + " bytes at " + position + " is not in whole blocks");
        }
        setSize(Math.max(size(), position + length));
        if (position == 0) {
            header = new byte[HEADER_BYTES];
            source.get(header, 0, length);
            return;
        }
        try {
            writeBlocks(position / DATA_BYTES, source);
        } catch (IOException e) {
            throw DataUtils.newMVStoreException(
                    DataUtils.ERROR_WRITING_FAILED, "{0}: {1}", getFileName(), e.getMessage(), e);
        }
    }

    @Override
    public void sync() {
        try {
            file.force(true);
        } catch (IOException e) {
            throw DataUtils.newMVStoreException(
                    DataUtils.ERROR_WRITING_FAILED, "{0}: {1}", getFileName(), e.getMessage(), e);
        }
    }

    @Override
    protected void truncate(long size) {
        try {
            waiting.tailMap(size / DATA_BYTES, true).clear();
            file.truncate(storedPosition(size / DATA_BYTES));
            setSize(Math.min(size(), size));
        } catch (IOException e) {
            throw DataUtils.newMVStoreException(
                    DataUtils.ERROR_WRITING_FAILED, "{0}: {1}", getFileName(), e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException e) {
            throw DataUtils.newMVStoreException(
                    DataUtils.ERROR_WRITING_FAILED, "{0}: {1}", getFileName(), e.getMessage(), e);
        } finally {
            super.close();
        }
    }

    @Override
    public void open(String name, boolean readOnly, char[] key) {
        throw new UnsupportedOperationException("the file is open from the start");
    }

    @Override
    public FileStore<SFChunk> open(String name, boolean readOnly) {
        throw new UnsupportedOperationException("the file is open from the start");
    }

    @Override
    public void backup(ZipOutputStream target) {
        throw new UnsupportedOperationException("stores are copied as streams");
    }

    /** The contents of some blocks, one behind the other, from the array's beginning. */
    private byte[] readBlocks(long firstBlock, int blocks) throws IOException {
        byte[] data = new byte[blocks * STORED_BYTES];
        ByteBuffer stored = ByteBuffer.wrap(data);
        while (stored.hasRemaining() && file.read(stored, storedPosition(firstBlock) + stored.position()) >= 0) {
            // A read may give less than is there.
        }
        int complete = stored.position() / STORED_BYTES;
        for (int i = 0; i < blocks; i++) {
            byte[] inMemory = waiting.isEmpty() ? null : waiting.get(firstBlock + i);
            if (inMemory != null) {
                System.arraycopy(inMemory, 0, data, i * DATA_BYTES, DATA_BYTES);
                continue;
            }
            if (i >= complete) {
                throw new DamagedBlock("block " + (firstBlock + i) + " lies behind the end of the file");
            }
            int checksum = stored.getInt(i * STORED_BYTES + DATA_BYTES);
            if (checksum != checksum(firstBlock + i, data, i * STORED_BYTES)) {
                throw new DamagedBlock("block " + (firstBlock + i) + " is damaged: its checksum is wrong");
            }
            System.arraycopy(data, i * STORED_BYTES, data, i * DATA_BYTES, DATA_BYTES); // behind the one before
        }
        return data;
    }

    private void writeBlocks(long firstBlock, ByteBuffer source) throws IOException {
        long block = firstBlock;
        ByteBuffer stored =
                ByteBuffer.allocate(Math.min(BLOCKS_PER_WRITE, source.remaining() / DATA_BYTES) * STORED_BYTES);
        while (source.hasRemaining()) {
            int blocks = Math.min(BLOCKS_PER_WRITE, source.remaining() / DATA_BYTES);
            stored.clear();
            for (int i = 0; i < blocks; i++) {
                int start = stored.position();
                source.get(stored.array(), start, DATA_BYTES);
                stored.position(start + DATA_BYTES);
                stored.putInt(checksum(block + i, stored.array(), start));
            }
            write(block, blocks, stored.flip());
            block += blocks;
        }
    }

    private void write(long block, int blocks, ByteBuffer stored) throws IOException {
        byte[] bytes = stored.array();
        try {
            file.write(stored, storedPosition(block));
            waiting.subMap(block, block + blocks).clear();
        } catch (DiskFull e) {
            for (int i = 0; i < blocks; i++) {
                byte[] data = new byte[DATA_BYTES];
                System.arraycopy(bytes, i * STORED_BYTES, data, 0, DATA_BYTES);
                waiting.put(block + i, data);
            }
        }
    }

    private void writeWaiting() throws IOException {
        for (Map.Entry<Long, byte[]> entry : waiting.entrySet()) {
            ByteBuffer stored = ByteBuffer.allocate(STORED_BYTES).put(entry.getValue());
            stored.putInt(checksum(entry.getKey(), stored.array(), 0)).flip();
            file.write(stored, storedPosition(entry.getKey()));
            waiting.remove(entry.getKey());
        }
    }

    /** A stretch of the file as MVStore sees it. */
    private record Space(long position, int length) {}

    private static long storedPosition(long block) {
        return (block - HEADER_BYTES / DATA_BYTES) * STORED_BYTES;
    }

    private static int checksum(long block, byte[] bytes, int offset) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, offset, DATA_BYTES);
        for (int shift = 0; shift < Long.SIZE; shift += Byte.SIZE) {
            crc.update((int) (block >>> shift));
        }
        return (int) crc.getValue();
    }
}
