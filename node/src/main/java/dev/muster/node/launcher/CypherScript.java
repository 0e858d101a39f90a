package dev.muster.node.launcher;

import dev.muster.node.shell.StatementSplitter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A file of Cypher statements, each ended by a semicolon, and the database that it is meant for. */
record CypherScript(Path file, String database, List<String> statements) {
    private static final String DEFAULT_DATABASE = "neo4j";

    /** The scripts that a start request asks to load. Throws FILE_MISSING. */
    static List<CypherScript> find(StartRequest request) {
        Path load = request.load();
        if (load == null) {
            return List.of();
        }
        if (Files.isDirectory(load)) {
            try (Stream<Path> entries = Files.list(load)) {
                return entries.filter(path -> path.toString().endsWith(".cypher"))
                        .sorted()
                        .map(path -> read(path, nameWithoutEnding(path)))
                        .toList();
            } catch (IOException e) {
                throw LauncherProblem.FILES_FAILED.with("cannot read " + load, ClusterRegistry.reason(e));
            }
        }
        if (!Files.isRegularFile(load)) {
            throw LauncherProblem.FILE_MISSING.with(load);
        }
        return List.of(read(
                load,
                request.databases().isEmpty()
                        ? DEFAULT_DATABASE
                        : request.databases().get(0)));
    }

    private static String nameWithoutEnding(Path path) {
        String name = path.getFileName().toString();
        return name.substring(0, name.length() - ".cypher".length());
    }

    private static CypherScript read(Path file, String database) {
        try {
            return new CypherScript(file, database, StatementSplitter.split(Files.readString(file)));
        } catch (IOException e) {
            throw LauncherProblem.FILES_FAILED.with("cannot read " + file, ClusterRegistry.reason(e));
        }
    }
}
