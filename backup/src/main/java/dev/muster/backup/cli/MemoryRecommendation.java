package dev.muster.backup.cli;

import java.util.Locale;

/**
 * How the memory of a machine that does nothing else is divided: a quarter stays with the operating system, and of the rest 5
 * parts go to the heap and 7 to the pages of files. Heaps above 31 GiB need larger references and gain nothing until far
 * beyond; what the heap does not get the pages do. Pure.
 *
 * @param heapBytes for the heap
 * @param pageCacheBytes for the pages of files
 * @param systemBytes for the operating system
 */
record MemoryRecommendation(long heapBytes, long pageCacheBytes, long systemBytes) {
    private static final long MEBI = 1024 * 1024;
    private static final long GIBI = 1024 * MEBI;
    private static final long HEAP_MAX = 31 * GIBI;
    private static final long SYSTEM_MAX = 32 * GIBI;

    static MemoryRecommendation of(long bytes) {
        long system = Math.min(SYSTEM_MAX, bytes / 4);
        long heap = rounded(Math.min(HEAP_MAX, (bytes - system) * 5 / 12));
        return new MemoryRecommendation(heap, rounded(bytes - system - heap), system);
    }

    private static long rounded(long bytes) {
        long step = bytes >= 2 * GIBI ? GIBI / 4 : MEBI;
        return bytes / step * step;
    }

    /** Reads a size: digits and {@code k}, {@code m} or {@code g}, or none for bytes. Throws {@link IllegalArgumentException}. */
    static long parse(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        if (!lower.matches("[0-9]{1,12}[kmg]?")) {
            throw new IllegalArgumentException("'" + text + "' is no size: write for instance 16g, 500m");
        }
        char unit = lower.charAt(lower.length() - 1);
        long factor = switch (unit) {
            case 'k' -> 1024;
            case 'm' -> MEBI;
            case 'g' -> GIBI;
            default -> 1;
        };
        return Math.multiplyExact(Long.parseLong(lower.replaceAll("[kmg]", "")), factor);
    }

    /** A size as settings have it: in whole {@code g} if it is, else in {@code m}. */
    static String text(long bytes) {
        return bytes % GIBI == 0 ? bytes / GIBI + "g" : bytes / MEBI + "m";
    }
}
