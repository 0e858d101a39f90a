package dev.muster.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The guide and the lessons speak of what is there. */
class BackupGuideTest {
    private static final Path DOCS = Path.of("..", "docs");
    private static final Pattern ROW = Pattern.compile("^\\| `([A-Z0-9_]+)` \\| .* \\|$");

    private static String row(BackupError error) throws ReflectiveOperationException {
        Field text = BackupError.class.getDeclaredField("text");
        text.setAccessible(true);
        String sentence = ((String) text.get(error)).replaceAll("%[sd]", "…");
        return "| `" + error.name() + "` | " + sentence + " | " + error.hint().replace("|", "\\|") + " |";
    }

    @Test
    void theGuideHasEveryMessageWithWhatToDoNext() throws IOException, ReflectiveOperationException {
        List<String> expected = new ArrayList<>();
        for (BackupError error : BackupError.values()) {
            expected.add(row(error));
        }
        List<String> rows = Files.readAllLines(DOCS.resolve("backup.md")).stream()
                .filter(line -> ROW.matcher(line).matches())
                .toList();
        assertThat(rows).containsExactlyElementsOf(expected);
    }

    @Test
    void theTestsThatTheLessonsNameAreThere() throws IOException {
        Matcher named = Pattern.compile("`([A-Z][A-Za-z]*[a-z](?:Test|IT))(?:\\.([a-zA-Z]+))?`")
                .matcher(Files.readString(DOCS.resolve("lessons.md")));
        int found = 0;
        while (named.find()) {
            Path file = testClass(named.group(1));
            assertThat(file).as(named.group()).isNotNull();
            if (named.group(2) != null) {
                assertThat(Files.readString(file)).as(named.group()).contains("void " + named.group(2) + "(");
            }
            found++;
        }
        assertThat(found).isGreaterThan(25);
    }

    private static Path testClass(String name) throws IOException {
        for (String module : List.of("runtime", "backup", "sim", "node", "cluster-tests")) {
            try (var files = Files.walk(Path.of("..", module, "src", "test", "java"))) {
                Path file = files.filter(path -> path.getFileName().toString().equals(name + ".java"))
                        .findFirst()
                        .orElse(null);
                if (file != null) {
                    return file;
                }
            }
        }
        return null;
    }
}
