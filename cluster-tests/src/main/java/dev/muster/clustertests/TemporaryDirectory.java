package dev.muster.clustertests;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A directory for one cluster's files. */
final class TemporaryDirectory {
    private TemporaryDirectory() {}

    static Path create() {
        try {
            return Files.createTempDirectory("muster-test-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Removes it with all below it; a directory on which a file system is mounted is emptied and stays. */
    static void remove(Path directory) {
        if (!Files.exists(directory)) {
            return;
        }
        try (Stream<Path> below = Files.walk(directory)) {
            List<Path> deepestFirst = below.sorted(Comparator.reverseOrder()).toList();
            for (Path path : deepestFirst) {
                if (!path.equals(directory) || !isMountPoint(directory)) {
                    Files.deleteIfExists(path);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isMountPoint(Path directory) throws IOException {
        return !Files.getFileStore(directory).equals(Files.getFileStore(directory.getParent()));
    }
}
