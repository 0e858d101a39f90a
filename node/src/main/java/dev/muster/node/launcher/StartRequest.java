package dev.muster.node.launcher;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A cluster to be started.
 *
 * @param directory an existing directory for the servers' files, or null for the registry's own
 * @param databases to be created besides the default database, in this order
 * @param load a Cypher script for the first of the databases (else the default one), or a directory of scripts each
 *     named after its database; null for none
 * @param settings further settings, the same for each server
 */
public record StartRequest(
        String name,
        int primaries,
        Path directory,
        List<String> databases,
        Path load,
        String vocabulary,
        Map<String, String> settings) {
    private static final Pattern DATABASE_NAME = Pattern.compile("[A-Za-z][A-Za-z0-9.-]{2,62}");

    public StartRequest {
        databases = List.copyOf(databases);
        settings = Map.copyOf(settings);
        if (primaries < 1 || primaries > 11) {
            throw new IllegalArgumentException("a cluster has 1 to 11 primaries, not " + primaries);
        }
        for (String database : databases) {
            if (!DATABASE_NAME.matcher(database).matches()) {
                throw LauncherProblem.DATABASE_NAME_INVALID.with(database);
            }
        }
    }

    /** Three empty servers with the newest vocabulary. */
    public static StartRequest named(String name) {
        return new StartRequest(name, 3, null, List.of(), null, "5", Map.of());
    }

    public StartRequest withPrimaries(int count) {
        return new StartRequest(name, count, directory, databases, load, vocabulary, settings);
    }

    public StartRequest withDatabases(List<String> names) {
        return new StartRequest(name, primaries, directory, names, load, vocabulary, settings);
    }

    public StartRequest withSettings(Map<String, String> more) {
        return new StartRequest(name, primaries, directory, databases, load, vocabulary, more);
    }

    public StartRequest withDirectory(Path where) {
        return new StartRequest(name, primaries, where, databases, load, vocabulary, settings);
    }

    public StartRequest withLoad(Path scripts) {
        return new StartRequest(name, primaries, directory, databases, scripts, vocabulary, settings);
    }

    public StartRequest withVocabulary(String generation) {
        return new StartRequest(name, primaries, directory, databases, load, generation, settings);
    }
}
