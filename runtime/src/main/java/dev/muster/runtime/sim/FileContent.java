package dev.muster.runtime.sim;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * The bytes of one simulated file: as they are read now, and as they might be after a power cut.
 *
 * <p>Kept in pages; pages of zeros take no memory. The first change of a page after a sync keeps its old content aside; a
 * power cut then decides, page by page or byte by byte, which of the two it finds.
 */
final class FileContent {
    private static final int PAGE_BYTES = 4096;
    private static final int SECTOR_BYTES = 512;
    private static final int WRITE_BACK_ONE_IN = 8;
    private static final byte[] ZEROS = new byte[PAGE_BYTES];

    /** How kind a power cut is to what was not synced. */
    private enum Fate {
        LOST,
        KEPT,
        BY_PAGE,
        BY_SECTOR
    }

    /** Missing pages are zeros. */
    private final Map<Long, byte[]> pages = new HashMap<>();

    /** What changed pages were at the last sync. */
    private final TreeMap<Long, byte[]> unsynced = new TreeMap<>();

    /** As {@link #unsynced}, for pages whose sync failed: no later sync makes them durable unless they change again. */
    private final TreeMap<Long, byte[]> abandoned = new TreeMap<>();

    private long size;
    private long syncedSize;

    long size() {
        return size;
    }

    int read(ByteBuffer target, long position) {
        if (position >= size) {
            return -1;
        }
        int length = (int) Math.min(target.remaining(), size - position);
        for (int done = 0; done < length; ) {
            long at = position + done;
            int offset = (int) (at % PAGE_BYTES);
            int part = Math.min(length - done, PAGE_BYTES - offset);
            target.put(pages.getOrDefault(at / PAGE_BYTES, ZEROS), offset, part);
            done += part;
        }
        return length;
    }

    void write(ByteBuffer source, long position, SimulatedRandom random) {
        long at = position;
        while (source.hasRemaining()) {
            int offset = (int) (at % PAGE_BYTES);
            int part = Math.min(source.remaining(), PAGE_BYTES - offset);
            mayWriteBack(at / PAGE_BYTES, random);
            source.get(changing(at / PAGE_BYTES), offset, part);
            at += part;
        }
        size = Math.max(size, at);
    }

    /** The system writes a changed page to the disk whenever it likes; so a power cut may find what was between syncs. */
    private void mayWriteBack(long page, SimulatedRandom random) {
        if (unsynced.containsKey(page) && random.nextInt(WRITE_BACK_ONE_IN) == 0) {
            unsynced.put(page, pages.getOrDefault(page, ZEROS).clone());
        }
    }

    /** Makes the file longer, with zeros, or shorter. */
    void resize(long newSize) {
        if (newSize < size) {
            long firstGone = (newSize + PAGE_BYTES - 1) / PAGE_BYTES;
            for (Long page : pages.keySet().toArray(new Long[0])) {
                if (page >= firstGone) {
                    keepOld(page);
                    pages.remove(page);
                }
            }
            int offset = (int) (newSize % PAGE_BYTES);
            if (offset > 0) {
                Arrays.fill(changing(newSize / PAGE_BYTES), offset, PAGE_BYTES, (byte) 0);
            }
        }
        size = newSize;
    }

    void synced() {
        unsynced.clear();
        syncedSize = size;
    }

    /** The disk said no: nobody knows what became of the changes, and the next sync will not try them again. */
    void syncFailed() {
        unsynced.forEach(abandoned::putIfAbsent);
        unsynced.clear();
    }

    /** Changes bits of a byte for ever, as a failing disk does. */
    void flip(long position, byte bits) {
        byte[] page = pages.computeIfAbsent(position / PAGE_BYTES, missing -> new byte[PAGE_BYTES]);
        page[(int) (position % PAGE_BYTES)] ^= bits;
    }

    /** Decides what is left after a power cut. */
    void powerCut(SimulatedRandom random) {
        abandoned.forEach(unsynced::put);
        abandoned.clear();
        Fate fate = Fate.values()[random.nextInt(Fate.values().length)];
        long newSize = sizeLeft(fate, random);
        unsynced.forEach((page, old) -> {
            byte[] left = pageLeft(fate, old, pages.getOrDefault(page, ZEROS), random);
            pages.put(page, left);
        });
        unsynced.clear();
        size = Math.max(size, syncedSize) + 1; // so that what lies beyond the new size is cut off in any case
        resize(newSize);
        synced();
    }

    private long sizeLeft(Fate fate, SimulatedRandom random) {
        return switch (fate) {
            case LOST -> syncedSize;
            case KEPT -> size;
            case BY_PAGE, BY_SECTOR -> random.between(Math.min(size, syncedSize), Math.max(size, syncedSize));
        };
    }

    private static byte[] pageLeft(Fate fate, byte[] old, byte[] current, SimulatedRandom random) {
        return switch (fate) {
            case LOST -> old.clone();
            case KEPT -> current.clone();
            case BY_PAGE -> random.nextBoolean() ? old.clone() : current.clone();
            case BY_SECTOR -> torn(old, current, random);
        };
    }

    /** Each sector is old, new, or new up to one of the bytes that changed. */
    private static byte[] torn(byte[] old, byte[] current, SimulatedRandom random) {
        byte[] left = old.clone();
        for (int sector = 0; sector < PAGE_BYTES; sector += SECTOR_BYTES) {
            int end = sector + SECTOR_BYTES;
            int first = Arrays.mismatch(old, sector, end, current, sector, end);
            if (first >= 0) {
                int last = SECTOR_BYTES - 1;
                while (old[sector + last] == current[sector + last]) {
                    last--;
                }
                int kept = switch (random.nextInt(3)) {
                    case 0 -> 0;
                    case 1 -> SECTOR_BYTES;
                    default -> (int) random.between(first, last);
                };
                System.arraycopy(current, sector, left, sector, kept);
            }
        }
        return left;
    }

    private byte[] changing(long page) {
        keepOld(page);
        return pages.computeIfAbsent(page, missing -> new byte[PAGE_BYTES]);
    }

    private void keepOld(long page) {
        if (!unsynced.containsKey(page)) {
            byte[] failed = abandoned.remove(page);
            unsynced.put(
                    page,
                    failed != null ? failed : pages.getOrDefault(page, ZEROS).clone());
        }
    }
}
