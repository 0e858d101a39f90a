package dev.muster.clustertests;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * What somebody does through the official driver, as a text: {@code database> statement}, and below it what the driver is
 * told. Lines that begin with {@code //} are for readers, and stay where they are in what is written of a run.
 *
 * <p>A row with {@code {server}} stands for one row per server, with its name. In it {@code {role}} is that of a copy that is
 * online and {@code {writer}} whether it takes writes, as the first of them has it, since which one leads is nobody's choice;
 * {@code {down}} and {@code {downwriter}} are those of one that is not online. {@code {n}} is the number of servers, {@code {2n}} twice as many.
 */
record Story(List<Step> steps) {
    /** What is asked of which database, what is told, and the readers' lines before it. */
    record Step(List<String> remarks, String database, String statement, List<String> told) {
        /** Whether it only shows what is so by and by. */
        boolean shows() {
            return statement.startsWith("SHOW");
        }
    }

    static Story read(String name, Shape shape) throws IOException {
        try (InputStream in = Objects.requireNonNull(Story.class.getResourceAsStream("/stories/" + name), name)) {
            return of(
                    new String(in.readAllBytes(), StandardCharsets.UTF_8)
                            .lines()
                            .toList(),
                    shape);
        }
    }

    private static Story of(List<String> lines, Shape shape) {
        List<Step> steps = new ArrayList<>();
        List<String> remarks = new ArrayList<>();
        for (String line : lines) {
            if (line.startsWith("//")) {
                remarks.add(line);
            } else if (line.matches("[a-z]+> .*")) {
                int end = line.indexOf("> ");
                steps.add(new Step(
                        List.copyOf(remarks),
                        line.substring(0, end),
                        shape.counted(line.substring(end + 2)),
                        new ArrayList<>()));
                remarks.clear();
            } else if (!line.isBlank()) {
                steps.get(steps.size() - 1).told().addAll(shape.lines(line));
            }
        }
        return new Story(steps);
    }

    /** The text of a story in which this was told. */
    static String text(List<Step> steps) {
        StringBuilder text = new StringBuilder();
        for (Step step : steps) {
            step.remarks().forEach(remark -> text.append(remark).append('\n'));
            text.append(step.database()).append("> ").append(step.statement()).append('\n');
            step.told().forEach(line -> text.append(line).append('\n'));
            text.append('\n');
        }
        return text.toString();
    }

    /** How a cluster's size and vocabulary show in what is told. */
    record Shape(int servers, boolean old) {
        private static final Pattern TIMES = Pattern.compile("\\{(\\d?)n}");

        List<String> lines(String line) {
            if (!line.contains("{server}")) {
                return List.of(counted(line));
            }
            List<String> lines = new ArrayList<>();
            for (int server = 1; server <= servers; server++) {
                lines.add(line.replace("{server}", "server0" + server)
                        .replace("{role}", role(server == 1))
                        .replace("{down}", servers == 1 ? role(true) : "unknown")
                        .replace("{downwriter}", servers == 1 ? "TRUE" : "FALSE")
                        .replace("{writer}", server == 1 ? "TRUE" : "FALSE"));
            }
            return lines;
        }

        private String counted(String line) {
            return TIMES.matcher(line)
                    .replaceAll(times -> String.valueOf(
                            servers * (times.group(1).isEmpty() ? 1 : Integer.parseInt(times.group(1)))));
        }

        private String role(boolean first) {
            if (!old) {
                return "primary";
            }
            return servers == 1 ? "standalone" : first ? "leader" : "follower";
        }
    }
}
