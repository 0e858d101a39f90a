package dev.muster.clients.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * A lesson as it is written down: prompts with what is typed, and below them what is shown, tables without their frames and
 * results without their times. Lines that begin with {@code //} are for readers.
 *
 * @param lastPrompt where the shell stands in the end
 */
record Lesson(List<Step> steps, String lastPrompt) {
    /** What is typed at which prompt, and what is shown for it. */
    record Step(String prompt, String typed, List<String> shown) {}

    static Lesson read(String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(Lesson.class.getResourceAsStream("/lesson/" + name), name)) {
            return of(new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList());
        }
    }

    private static Lesson of(List<String> lines) {
        List<Step> steps = new ArrayList<>();
        for (String line : lines) {
            int end = line.indexOf("> ");
            if (line.startsWith("neo4j@") && end > 0) {
                steps.add(new Step(line.substring(0, end + 2), line.substring(end + 2), new ArrayList<>()));
            } else if (!line.isBlank() && !line.startsWith("//")) {
                steps.get(steps.size() - 1).shown().add(Shown.withoutPadding(line));
            }
        }
        Step last = steps.remove(steps.size() - 1);
        assertThat(last.typed()).as("a lesson ends with a prompt").isEmpty();
        return new Lesson(steps, last.prompt());
    }
}
