package dev.muster.node.config;

import dev.muster.runtime.Disk;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One layer of configuration as written: settings in order, with the lines they stand on. Syntax is neo4j.conf's: {@code
 * key=value} per line, blank lines, and comments that begin with {@code #}; blanks around key and value do not count.
 *
 * @param name what messages call the layer: the file's path, or for instance {@code command line}
 */
public record ConfigFile(String name, List<Entry> entries) {
    /** The only key that Neo4j lets stand several times in a file. */
    private static final String REPEATABLE = "server.jvm.additional";

    private static final String REPEATABLE_4 = "dbms.jvm.additional";

    public ConfigFile {
        entries = List.copyOf(entries);
    }

    /** A setting as written; {@code line} is 0 where there are no lines. */
    public record Entry(String key, String value, int line) {}

    /** Reads a file (UTF-8). Throws {@link ConfigException} if it is not in the syntax. */
    public static ConfigFile read(Disk disk, Path file) throws IOException {
        return parse(file.toString(), new String(disk.readAll(file), StandardCharsets.UTF_8));
    }

    /** Reads text. Throws {@link ConfigException} that names every line that is no setting, or repeats one. */
    public static ConfigFile parse(String name, String text) {
        List<Entry> entries = new ArrayList<>();
        List<ConfigProblem> problems = new ArrayList<>();
        Map<String, Integer> firstLines = new HashMap<>();
        int number = 0;
        for (String line : text.lines().toList()) {
            number++;
            String trimmed = line.strip();
            if (trimmed.isEmpty() || trimmed.startsWith("#")) {
                continue;
            }
            int equals = trimmed.indexOf('=');
            if (equals < 1) {
                problems.add(new ConfigProblem(
                        ConfigProblem.Kind.NOT_A_SETTING, name + ":" + number, "not a setting: '" + trimmed + "'"));
                continue;
            }
            Entry entry = new Entry(
                    trimmed.substring(0, equals).strip(),
                    trimmed.substring(equals + 1).strip(),
                    number);
            Integer firstLine = firstLines.putIfAbsent(entry.key(), number);
            if (firstLine != null
                    && !entry.key().equals(REPEATABLE)
                    && !entry.key().equals(REPEATABLE_4)) {
                problems.add(new ConfigProblem(
                        ConfigProblem.Kind.REPEATED,
                        name + ":" + number,
                        "'" + entry.key() + "' was already set on line " + firstLine));
            }
            entries.add(entry);
        }
        if (!problems.isEmpty()) {
            throw new ConfigException(problems);
        }
        return new ConfigFile(name, entries);
    }

    /** A layer that comes from elsewhere: {@code --conf key=value} options, a test. */
    public static ConfigFile of(String name, Map<String, String> settings) {
        return new ConfigFile(
                name,
                settings.entrySet().stream()
                        .map(setting -> new Entry(setting.getKey(), setting.getValue(), 0))
                        .toList());
    }

    /** Where an entry stands, for messages. */
    String where(Entry entry) {
        return entry.line() == 0 ? name : name + ":" + entry.line();
    }
}
