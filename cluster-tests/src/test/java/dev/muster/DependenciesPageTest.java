package dev.muster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Keeps {@code docs/dependencies.md} complete: a dependency without a reason does not get in. */
class DependenciesPageTest {
    /** What a pom names as something to have; exclusions name what not to have, plugins have no line of their own. */
    private static final Pattern DEPENDENCY =
            Pattern.compile("<(?:dependency|path)>\\s*<groupId>([^<]+)</groupId>\\s*<artifactId>([^<]+)</artifactId>");

    private static final Pattern LISTED = Pattern.compile("^\\| `([^`:]+:[^`]+)`", Pattern.MULTILINE);

    @Test
    void everyDependencyIsListedWithItsReason() {
        Set<String> missing = new TreeSet<>(named());
        missing.removeAll(listed());
        assertThat(missing)
                .as("dependencies that docs/dependencies.md does not give a reason for")
                .isEmpty();
    }

    @Test
    void nothingIsListedThatIsGone() {
        Set<String> gone = new TreeSet<>(listed());
        gone.removeAll(named());
        assertThat(gone)
                .as("entries of docs/dependencies.md that no pom names any more")
                .isEmpty();
    }

    @Test
    void theTestSeesThePoms() {
        assertThat(named()).contains("io.microraft:microraft", "com.google.errorprone:error_prone_core");
    }

    private static Set<String> named() {
        Set<String> names = new TreeSet<>(in(Sources.read(Sources.root().resolve("pom.xml")), DEPENDENCY));
        Sources.modules().forEach(module -> names.addAll(in(Sources.read(module.resolve("pom.xml")), DEPENDENCY)));
        names.removeIf(name -> name.startsWith("dev.muster:"));
        return names;
    }

    private static Set<String> listed() {
        return in(Sources.read(Sources.root().resolve("docs/dependencies.md")), LISTED);
    }

    private static Set<String> in(String text, Pattern pattern) {
        Set<String> found = new TreeSet<>();
        Matcher matcher = pattern.matcher(text);
        while (matcher.find()) {
            found.add(matcher.groupCount() == 2 ? matcher.group(1) + ":" + matcher.group(2) : matcher.group(1));
        }
        return found;
    }
}
