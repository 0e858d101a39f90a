package dev.muster.node.server;

import dev.muster.runtime.Disk;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Properties;
import java.util.UUID;
import java.util.zip.CRC32C;

/**
 * A server's data directory, held while the server runs: locked against a second process, and marked with the server it
 * belongs to and its format ({@code cluster-state/server-id}).
 */
public final class DataDirectory implements AutoCloseable {
    /** The format of what lies below the directory. A higher one is refused. */
    static final int FORMAT = 2;

    private static final String MARK = "server-id";
    private static final String LOCK = "server.lock";
    private static final String DATA = "data";
    private static final String ALONE = "alone";
    private static final String SYSTEM_ANEW = "system-anew";

    private final AutoCloseable lock;
    private final Disk disk;
    private final Path data;
    private final Path mark;
    private final String serverId;
    private Mark bound;

    /**
     * What ties a server to its cluster.
     *
     * @param cluster null before the first start
     * @param data which directory this is; null before the first start
     * @param alone whether {@code system} began anew with this server alone, whoever the configuration names
     * @param systemAnew whether that has still to be done
     */
    private record Mark(UUID cluster, UUID data, boolean alone, boolean systemAnew) {
        static final Mark NONE = new Mark(null, null, false, false);
    }

    private DataDirectory(AutoCloseable lock, Disk disk, Path data, Path mark, String serverId) throws IOException {
        this.lock = lock;
        this.disk = disk;
        this.data = data;
        this.mark = mark;
        this.serverId = serverId;
        this.bound = readMark(disk, data, mark, serverId);
    }

    /** The cluster the server belongs to since its first start; null before that. */
    UUID clusterId() {
        return bound.cluster();
    }

    /** Which directory this is: another one than any that the server had before. Null before {@link #belongTo}. */
    UUID id() {
        return bound.data();
    }

    /** Whether {@code system} began anew with this server alone, whoever the configuration names. */
    boolean isAlone() {
        return bound.alone();
    }

    /**
     * Has {@code system} begin anew at the next start, with what this server has of it and with nobody else: the server belongs
     * to another cluster from now on. Throws {@link ServerError.Refusal}.
     */
    void unbindSystem(UUID newCluster) {
        write(new Mark(newCluster, bound.data(), true, true));
    }

    /** Whether {@link #unbindSystem} was asked for and {@code system} is not ready for it yet. */
    boolean systemBeginsAnew() {
        return bound.systemAnew();
    }

    /** The system's store is ready for the new beginning. */
    void systemBegan() {
        write(new Mark(bound.cluster(), bound.data(), true, false));
    }

    /**
     * Writes down which cluster the server belongs to, for ever, and which directory this is. At the first start. Throws {@link
     * ServerError.Refusal}.
     */
    void belongTo(UUID cluster, UUID ownId) {
        if (bound.cluster() != null) {
            throw new IllegalStateException(serverId + " belongs to " + bound.cluster() + " already");
        }
        write(new Mark(cluster, ownId, false, false));
    }

    private void write(Mark newer) {
        try {
            disk.replace(mark, text(serverId, newer).getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw ServerError.CANNOT_WRITE.because(data, e.getMessage());
        }
        bound = newer;
    }

    /** Takes the directory for the server, making it if it is new. Throws {@link ServerError.Refusal}. */
    static DataDirectory hold(Disk disk, Path data, Path clusterState, String serverId) {
        try {
            disk.createDirectories(clusterState);
            AutoCloseable lock = disk.tryLock(clusterState.resolve(LOCK));
            if (lock == null) {
                throw ServerError.DATA_IN_USE.because(data);
            }
            try {
                return new DataDirectory(lock, disk, data, clusterState.resolve(MARK), serverId);
            } catch (IOException | RuntimeException e) {
                release(lock);
                throw e;
            }
        } catch (IOException e) {
            throw ServerError.CANNOT_WRITE.because(data, e.getMessage());
        }
    }

    /** The id of the server that a directory belongs to; null if no server was ever started on it. */
    public static String serverIdIn(Disk disk, Path clusterState) throws IOException {
        Path mark = clusterState.resolve(MARK);
        if (!disk.exists(mark)) {
            return null;
        }
        String owner = properties(disk, mark).getProperty("server");
        if (owner == null) {
            throw ServerError.DATA_MARK_DAMAGED.because(mark, "no server in it");
        }
        return owner;
    }

    private static Properties properties(Disk disk, Path mark) throws IOException {
        Properties properties = new Properties();
        properties.load(new StringReader(new String(disk.readAll(mark), StandardCharsets.UTF_8)));
        return properties;
    }

    private static Mark readMark(Disk disk, Path directory, Path mark, String serverId) throws IOException {
        if (!disk.exists(mark)) {
            return Mark.NONE;
        }
        Properties properties = properties(disk, mark);
        String format = properties.getProperty("format");
        String owner = properties.getProperty("server");
        if (format == null || owner == null || !format.matches("\\d{1,9}")) {
            throw ServerError.DATA_MARK_DAMAGED.because(mark, "no format and server in it");
        }
        if (Integer.parseInt(format) > FORMAT) {
            throw ServerError.DATA_OF_NEWER_FORMAT.because(directory, format, FORMAT);
        }
        if (!owner.equals(serverId)) {
            throw ServerError.DATA_OF_ANOTHER_SERVER.because(directory, owner, serverId);
        }
        String cluster = properties.getProperty("cluster", "");
        boolean alone = properties.containsKey(ALONE);
        boolean systemAnew = properties.containsKey(SYSTEM_ANEW);
        String data = properties.getProperty(DATA);
        String sum = properties.getProperty("sum");
        if (sum != null && !sum.equals(sum(format, owner, cluster, data, alone, systemAnew))) {
            throw ServerError.DATA_MARK_DAMAGED.because(mark, "its checksum is wrong");
        }
        try {
            UUID id = data == null ? idOfFormer(owner, cluster) : UUID.fromString(data);
            return new Mark(UUID.fromString(cluster), id, alone, systemAnew);
        } catch (IllegalArgumentException e) {
            throw ServerError.DATA_MARK_DAMAGED.because(mark, "no cluster in it, or no id of its own");
        }
    }

    /** Directories of format 1 do not say which one they are; there was one of a server then. */
    private static UUID idOfFormer(String server, String cluster) {
        return UUID.nameUUIDFromBytes(("data of " + server + " in " + cluster).getBytes(StandardCharsets.UTF_8));
    }

    private static String text(String serverId, Mark mark) {
        String format = String.valueOf(FORMAT);
        String cluster = mark.cluster().toString();
        String data = mark.data().toString();
        return "format=" + format + "\nserver=" + serverId + "\ncluster=" + cluster + "\n" + DATA + "=" + data
                + (mark.alone() ? "\n" + ALONE + "=true" : "")
                + (mark.systemAnew() ? "\n" + SYSTEM_ANEW + "=true" : "")
                + "\nsum=" + sum(format, serverId, cluster, data, mark.alone(), mark.systemAnew()) + "\n";
    }

    /** A bit that flips in an id must not make another server or cluster of this one. */
    private static String sum(
            String format, String serverId, String cluster, String dataOrNull, boolean alone, boolean systemAnew) {
        String data = dataOrNull == null ? "" : "\n" + dataOrNull;
        String flags = (alone ? "\n" + ALONE : "") + (systemAnew ? "\n" + SYSTEM_ANEW : "");
        CRC32C crc = new CRC32C();
        crc.update((format + "\n" + serverId + "\n" + cluster + data + flags).getBytes(StandardCharsets.UTF_8));
        return Long.toHexString(crc.getValue());
    }

    private static void release(AutoCloseable lock) {
        try {
            lock.close();
        } catch (Exception e) {
            throw new IllegalStateException("the lock of a data directory cannot be released", e);
        }
    }

    @Override
    public void close() {
        release(lock);
    }
}
