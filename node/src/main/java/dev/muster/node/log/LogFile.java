package dev.muster.node.log;

import dev.muster.runtime.Disk;
import dev.muster.runtime.DiskFile;
import dev.muster.runtime.Lane;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file of lines, each synced when it is written. When it is full the next one begins, and so many older ones are kept beside
 * it. What cannot be written is lost, and the program's own log says so once. Any thread; writes on its lane.
 */
public final class LogFile {
    private static final Logger LOG = LoggerFactory.getLogger(LogFile.class);

    private final Disk disk;
    private final Lane lane;
    private final Path file;
    private final long bytesMax;
    private final int oldFiles;
    private boolean failed;

    /**
     * @param lane where it is written; it may block
     * @param bytesMax of a file
     * @param oldFiles how many besides the one that is written
     */
    public LogFile(Disk disk, Lane lane, Path file, long bytesMax, int oldFiles) {
        this.disk = disk;
        this.lane = lane;
        this.file = file;
        this.bytesMax = bytesMax;
        this.oldFiles = oldFiles;
    }

    /** Adds a line, soon; {@code line} is without its end. */
    public void add(String line) {
        lane.execute(() -> write(line + "\n"));
    }

    private void write(String line) {
        byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
        try {
            disk.createDirectories(file.toAbsolutePath().getParent());
            if (!append(bytes)) {
                rotate();
                append(bytes);
            }
            failed = false;
        } catch (IOException e) {
            if (!failed) {
                LOG.warn("{} cannot be written: {}; what it should say is lost until it can", file, e.getMessage());
            }
            failed = true;
        }
    }

    /** False if there is too much in the file already. */
    private boolean append(byte[] bytes) throws IOException {
        try (DiskFile open = disk.open(file, Disk.Open.CREATE)) {
            long size = open.size();
            if (size > 0 && size + bytes.length > bytesMax) {
                return false;
            }
            open.write(ByteBuffer.wrap(bytes), size);
            open.force(false);
            return true;
        }
    }

    private void rotate() throws IOException {
        for (int number = oldFiles; number > 0; number--) {
            Path younger = number == 1 ? file : numbered(number - 1);
            if (disk.exists(younger)) {
                disk.move(younger, numbered(number));
            }
        }
        if (oldFiles == 0) {
            disk.delete(file);
        }
    }

    private Path numbered(int number) {
        return file.resolveSibling(file.getFileName() + "." + number);
    }
}
