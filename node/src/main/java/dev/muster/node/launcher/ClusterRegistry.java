package dev.muster.node.launcher;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The clusters this user has on this machine: {@code <home>/clusters/<name>/cluster.json}. A file is replaced in one step,
 * so a reader sees the old or the new state. The directory of a name is its reservation: making it is what two starts of
 * the same name race for.
 */
final class ClusterRegistry {
    private static final int DELETE_ATTEMPTS = 10;
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_-]{0,31}");
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private final Path clusters;

    ClusterRegistry(Path home) {
        this.clusters = home.toAbsolutePath().normalize().resolve("clusters");
    }

    /** Takes the name for a new cluster and makes its directory. Throws NAME_INVALID or NAME_IN_USE. */
    Path reserve(String name) {
        requireValid(name);
        Path directory = clusters.resolve(name);
        try {
            Files.createDirectories(clusters);
            return Files.createDirectory(directory);
        } catch (FileAlreadyExistsException e) {
            throw LauncherProblem.NAME_IN_USE.with(name, directory, name);
        } catch (IOException e) {
            throw LauncherProblem.FILES_FAILED.with("cannot create " + directory, reason(e));
        }
    }

    /** Gives the name back and deletes what is in its directory. */
    void remove(String name) {
        requireValid(name);
        deleteTree(clusters.resolve(name));
    }

    /** The names in use, sorted. */
    List<String> names() {
        if (!Files.isDirectory(clusters)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(clusters)) {
            return entries.filter(Files::isDirectory)
                    .map(path -> path.getFileName().toString())
                    .filter(name -> NAME.matcher(name).matches())
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw LauncherProblem.FILES_FAILED.with("cannot read " + clusters, reason(e));
        }
    }

    /** Reads a cluster. Throws CLUSTER_UNKNOWN, STATE_UNREADABLE or STATE_TOO_NEW. */
    ClusterRecord read(String name) {
        Path file = file(name);
        if (!NAME.matcher(name).matches() || !Files.isDirectory(file.getParent())) {
            List<String> known = names();
            throw LauncherProblem.CLUSTER_UNKNOWN.with(
                    name, known.isEmpty() ? "there are none" : "there are: " + String.join(", ", known));
        }
        try {
            JsonNode tree = JSON.readTree(Files.readAllBytes(file));
            int version = tree.path("version").asInt(0);
            if (version > ClusterRecord.VERSION) {
                throw LauncherProblem.STATE_TOO_NEW.with(file, version, ClusterRecord.VERSION);
            }
            ClusterRecord cluster = JSON.treeToValue(tree, ClusterRecord.class);
            checkWhole(cluster, name);
            return cluster;
        } catch (JsonProcessingException e) {
            throw unreadable(name, file, e.getOriginalMessage());
        } catch (IllegalArgumentException e) {
            throw unreadable(name, file, e.getMessage());
        } catch (IOException e) {
            throw unreadable(name, file, reason(e));
        }
    }

    private static void checkWhole(ClusterRecord cluster, String name) {
        if (cluster == null || !name.equals(cluster.name()) || cluster.version() < 1 || cluster.directory() == null) {
            throw new IllegalArgumentException("it does not describe '" + name + "'");
        }
        for (ServerRecord server : cluster.servers()) {
            if (server.name() == null
                    || server.ports() == null
                    || server.fault() == null
                    || server.directory() == null
                    || !server.directory().startsWith(cluster.directory())) {
                throw new IllegalArgumentException("it does not describe the servers of '" + name + "'");
            }
        }
    }

    private static LauncherException unreadable(String name, Path file, String why) {
        return LauncherProblem.STATE_UNREADABLE.with(name, file, why.replace('\n', ' '), file.getParent());
    }

    /** Replaces a cluster's file, durably. */
    void write(ClusterRecord cluster) {
        Path file = file(cluster.name());
        Path temporary =
                file.resolveSibling("cluster.json." + ProcessHandle.current().pid() + ".tmp");
        try {
            try (FileChannel channel = FileChannel.open(
                    temporary,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.TRUNCATE_EXISTING,
                    StandardOpenOption.WRITE)) {
                ByteBuffer content = ByteBuffer.wrap(JSON.writeValueAsBytes(cluster));
                while (content.hasRemaining()) {
                    channel.write(content);
                }
                channel.force(true);
            }
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw LauncherProblem.FILES_FAILED.with("cannot write " + file, reason(e));
        }
    }

    private Path file(String name) {
        return clusters.resolve(name).resolve("cluster.json");
    }

    private static void requireValid(String name) {
        if (!NAME.matcher(name).matches()) {
            throw LauncherProblem.NAME_INVALID.with(name);
        }
    }

    /**
     * Deletes a directory with all below it, never following links. Goes over it again where another thread or process was
     * adding or removing files meanwhile.
     */
    static void deleteTree(Path root) {
        for (int attempt = 1; Files.exists(root, LinkOption.NOFOLLOW_LINKS); attempt++) {
            try {
                deleteOnce(root);
            } catch (IOException | UncheckedIOException e) {
                if (attempt == DELETE_ATTEMPTS) {
                    IOException cause =
                            e instanceof UncheckedIOException unchecked ? unchecked.getCause() : (IOException) e;
                    throw LauncherProblem.FILES_FAILED.with("cannot remove " + root, reason(cause));
                }
            }
        }
    }

    private static void deleteOnce(Path root) throws IOException {
        List<Path> paths;
        try (Stream<Path> walk = Files.walk(root)) {
            paths = new ArrayList<>(walk.toList());
        }
        paths.sort(Comparator.reverseOrder());
        for (Path path : paths) {
            Files.deleteIfExists(path);
        }
    }

    /** What an IO error says, with its kind when the text alone (a path) says nothing. */
    static String reason(IOException e) {
        String kind = e.getClass().getSimpleName().replaceAll("Exception$", "");
        return e.getMessage() == null ? kind : kind + " " + e.getMessage();
    }
}
