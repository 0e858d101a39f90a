package dev.muster.clients.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Makes of what a shell shows what does not differ from run to run: no times, no ports, rows in order, leaders first. */
final class Shown {
    private static final Pattern TIMES =
            Pattern.compile("ready to start consuming query after \\d+ ms, results consumed after another \\d+ ms");
    /** What {@code muster shell} says on the line with the number of rows. */
    private static final Pattern OUR_TIMES =
            Pattern.compile(" available after \\d+ ms, consumed after another \\d+ ms$");

    private static final int NAME = 1;
    private static final int ROLE = 3;

    private Shown() {}

    /** {@code addresses} are those of the servers in order; each is shown as {@code server01} and so on. */
    static List<String> steady(String text, List<String> addresses) {
        List<String> lines = new ArrayList<>();
        List<String> rows = new ArrayList<>();
        for (String line : text.lines().toList()) {
            if (line.startsWith("|")) {
                rows.add(named(withoutPadding(line), addresses));
            } else if (!line.isBlank()
                    && !line.startsWith("+-")
                    && !TIMES.matcher(line).matches()) {
                lines.addAll(inOrder(rows));
                rows.clear();
                lines.add(OUR_TIMES.matcher(line).replaceFirst(""));
            }
        }
        return lines;
    }

    static String withoutPadding(String line) {
        return line.replaceAll(" +\\|", " |").stripTrailing();
    }

    private static String named(String row, List<String> addresses) {
        String named = row;
        for (int i = 0; i < addresses.size(); i++) {
            named = named.replace(addresses.get(i), "server0" + (i + 1));
        }
        return named;
    }

    /** The rows below the header, by database and server, since which server leads is nobody's choice. */
    private static List<String> inOrder(List<String> table) {
        if (table.isEmpty() || !table.get(0).contains("| role |")) {
            return table;
        }
        List<String> ordered = new ArrayList<>(table.subList(0, 1));
        TreeMap<String, List<String>> byDatabase = new TreeMap<>();
        for (String row : table.subList(1, table.size())) {
            byDatabase
                    .computeIfAbsent(row.split(" *\\| *")[NAME], name -> new ArrayList<>())
                    .add(row);
        }
        byDatabase.values().forEach(rows -> ordered.addAll(leaderFirst(rows)));
        return ordered;
    }

    /** The same rows by address, with the role of the leader, if there is one, in the first of them. */
    private static List<String> leaderFirst(List<String> rows) {
        List<String> roles = rows.stream()
                .map(row -> row.split(" *\\| *")[ROLE])
                .sorted(Comparator.reverseOrder())
                .toList();
        List<String> sorted = rows.stream()
                .map(row -> row.replaceFirst("\"(leader|follower|standalone|unknown)\"", "ROLE"))
                .sorted()
                .toList();
        assertThat(sorted).hasSameSizeAs(roles);
        List<String> ordered = new ArrayList<>();
        for (int i = 0; i < sorted.size(); i++) {
            ordered.add(sorted.get(i).replace("ROLE", roles.get(i)));
        }
        return ordered;
    }
}
