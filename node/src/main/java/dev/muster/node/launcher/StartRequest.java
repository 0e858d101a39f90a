package dev.muster.node.launcher;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * A cluster to be started.
 *
 * @param primaries servers that can host primaries; databases get as many, unless they are created with a TOPOLOGY
 * @param secondaries servers beside them for secondaries only; databases get as many
 * @param directory an existing directory for the servers' files, or null for the registry's own
 * @param databases to be created besides the default database, in this order
 * @param load a Cypher script for the first of the databases (else the default one), or a directory of scripts each
 *     named after its database; null for none
 * @param settings further settings, the same for each server
 * @param administrator who may log in first; {@link Login#NONE} is a cluster that asks nobody who they are
 */
public record StartRequest(
        String name,
        int primaries,
        int secondaries,
        Path directory,
        List<String> databases,
        Path load,
        String vocabulary,
        Map<String, String> settings,
        Login administrator) {
    /** As many as a database can have. */
    public static final int SECONDARIES_MAX = 2;

    private static final Pattern DATABASE_NAME = Pattern.compile("[A-Za-z][A-Za-z0-9.-]{2,62}");

    public StartRequest {
        databases = List.copyOf(databases);
        settings = Map.copyOf(settings);
        if (primaries < 1 || primaries > 11) {
            throw new IllegalArgumentException("a cluster has 1 to 11 primaries, not " + primaries);
        }
        if (secondaries < 0 || secondaries > SECONDARIES_MAX) {
            throw new IllegalArgumentException(
                    "a cluster has 0 to " + SECONDARIES_MAX + " secondaries, not " + secondaries);
        }
        for (String database : databases) {
            if (!DATABASE_NAME.matcher(database).matches()) {
                throw LauncherProblem.DATABASE_NAME_INVALID.with(database);
            }
        }
    }

    /** A cluster without authentication. */
    public StartRequest(
            String name,
            int primaries,
            int secondaries,
            Path directory,
            List<String> databases,
            Path load,
            String vocabulary,
            Map<String, String> settings) {
        this(name, primaries, secondaries, directory, databases, load, vocabulary, settings, Login.NONE);
    }

    /** Three empty servers with the newest vocabulary. */
    public static StartRequest named(String name) {
        return new StartRequest(name, 3, 0, null, List.of(), null, "5", Map.of());
    }

    /** How many servers that makes. */
    int servers() {
        return primaries + secondaries;
    }

    /** The settings given, and those that follow from the numbers of servers. */
    Map<String, String> allSettings() {
        Map<String, String> all = new TreeMap<>();
        if (!administrator.isNone()) {
            all.put("dbms.security.auth_enabled", "true");
        }
        if (secondaries > 0) {
            all.put("initial.dbms.default_primaries_count", Integer.toString(primaries));
            all.put("initial.dbms.default_secondaries_count", Integer.toString(secondaries));
        }
        all.putAll(settings);
        return all;
    }

    public StartRequest withSecondaries(int count) {
        return new StartRequest(
                name, primaries, count, directory, databases, load, vocabulary, settings, administrator);
    }

    public StartRequest withPrimaries(int count) {
        return new StartRequest(
                name, count, secondaries, directory, databases, load, vocabulary, settings, administrator);
    }

    public StartRequest withDatabases(List<String> names) {
        return new StartRequest(
                name, primaries, secondaries, directory, names, load, vocabulary, settings, administrator);
    }

    public StartRequest withSettings(Map<String, String> more) {
        return new StartRequest(
                name, primaries, secondaries, directory, databases, load, vocabulary, more, administrator);
    }

    public StartRequest withDirectory(Path where) {
        return new StartRequest(
                name, primaries, secondaries, where, databases, load, vocabulary, settings, administrator);
    }

    public StartRequest withLoad(Path scripts) {
        return new StartRequest(
                name, primaries, secondaries, directory, databases, scripts, vocabulary, settings, administrator);
    }

    public StartRequest withVocabulary(String generation) {
        return new StartRequest(
                name, primaries, secondaries, directory, databases, load, generation, settings, administrator);
    }

    public StartRequest withAdministrator(Login first) {
        return new StartRequest(name, primaries, secondaries, directory, databases, load, vocabulary, settings, first);
    }
}
