package dev.muster.node.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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
            return new CypherScript(file, database, split(Files.readString(file)));
        } catch (IOException e) {
            throw LauncherProblem.FILES_FAILED.with("cannot read " + file, ClusterRegistry.reason(e));
        }
    }

    /** Cuts at semicolons that are not inside quotes, backticks or comments. */
    static List<String> split(String text) {
        List<String> statements = new ArrayList<>();
        StringBuilder current = new StringBuilder();
        for (int at = 0; at < text.length(); ) {
            int end = endOfToken(text, at);
            if (text.charAt(at) == ';') {
                addIfNotBlank(statements, current);
            } else if (isComment(text, at)) {
                current.append(' ');
            } else {
                current.append(text, at, end);
            }
            at = end;
        }
        addIfNotBlank(statements, current);
        return statements;
    }

    private static void addIfNotBlank(List<String> statements, StringBuilder current) {
        String statement = current.toString().trim();
        if (!statement.isEmpty()) {
            statements.add(statement);
        }
        current.setLength(0);
    }

    private static boolean isComment(String text, int at) {
        return text.startsWith("//", at) || text.startsWith("/*", at);
    }

    /** Where the quoted text, the comment or the single character at this position ends. */
    private static int endOfToken(String text, int at) {
        char first = text.charAt(at);
        if (text.startsWith("//", at)) {
            int end = text.indexOf('\n', at);
            return end < 0 ? text.length() : end;
        }
        if (text.startsWith("/*", at)) {
            int end = text.indexOf("*/", at + 2);
            return end < 0 ? text.length() : end + 2;
        }
        if (first != '\'' && first != '"' && first != '`') {
            return at + 1;
        }
        for (int i = at + 1; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\' && first != '`') {
                i++;
            } else if (c == first) {
                return i + 1;
            }
        }
        return text.length();
    }
}
