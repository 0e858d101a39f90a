package dev.muster.store;

/**
 * How a store uses disk and memory.
 *
 * @param rotationBytes a file of the transaction log that is this long is followed by a new one
 * @param retention which files of the transaction log stay
 * @param cacheMebibytes how much of the store file is kept in memory
 */
public record StoreSettings(long rotationBytes, RetentionPolicy retention, int cacheMebibytes) {
    /** The smallest size at which the transaction log may be rotated: 128 KiB. */
    public static final long ROTATION_BYTES_MIN = 128 * 1024;

    private static final int CACHE_MEBIBYTES = 16;

    public StoreSettings {
        if (rotationBytes < ROTATION_BYTES_MIN || cacheMebibytes < 0) {
            throw new IllegalArgumentException("rotation at " + rotationBytes + " bytes (at least " + ROTATION_BYTES_MIN
                    + "), cache of " + cacheMebibytes + " MiB");
        }
    }

    public StoreSettings(long rotationBytes, RetentionPolicy retention) {
        this(rotationBytes, retention, CACHE_MEBIBYTES);
    }

    /** What holds when nothing is configured: 256 MiB per file, {@code 2 days 2G}. */
    public static StoreSettings defaults() {
        return new StoreSettings(256L * 1024 * 1024, RetentionPolicy.parse("2 days 2G"));
    }
}
