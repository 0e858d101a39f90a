package dev.muster.node.server;

import dev.muster.runtime.Disk;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A number that is higher at each start of a server, kept in {@code cluster-state/start}. It is the wall clock's time, unless
 * that was set back since the last start: other servers would take the word of the new start for old news.
 */
final class StartNumber {
    private static final Logger LOG = LoggerFactory.getLogger(StartNumber.class);
    private static final String FILE = "start";

    private StartNumber() {}

    /**
     * The number of this start. A file that cannot be read or written costs no more than the promise: the clock's time is
     * taken for it, and that is logged.
     */
    static long next(Disk disk, Path clusterState, long wallMillis) {
        Path file = clusterState.resolve(FILE);
        long number = wallMillis;
        try {
            if (disk.exists(file)) {
                String last = new String(disk.readAll(file), StandardCharsets.UTF_8).strip();
                number = Math.max(number, Long.parseLong(last) + 1);
            }
        } catch (IOException | NumberFormatException e) {
            LOG.warn("{} cannot be read; this start counts by the wall clock: {}", file, e.getMessage());
        }
        try {
            disk.replace(file, (number + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            LOG.warn("{} cannot be written; the next start counts by the wall clock: {}", file, e.getMessage());
        }
        return number;
    }
}
