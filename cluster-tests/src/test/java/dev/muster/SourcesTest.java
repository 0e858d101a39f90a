package dev.muster;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Style that only the source text shows. */
class SourcesTest {
    private static final int LINES_MAX = 500;

    private static final Pattern PUBLIC_TYPE = Pattern.compile(
            "^public (?:abstract |final |sealed |non-sealed |static )*(?:class|interface|record|enum|@interface) (\\w+)",
            Pattern.MULTILINE);

    @Test
    void everyPackageSaysWhatLivesInIt() {
        assertThat(KnownBreaches.without(Sources.java("main").stream()
                        .map(Path::getParent)
                        .distinct()
                        .filter(directory -> !Files.exists(directory.resolve("package-info.java")))
                        .map(Sources::name)
                        .toList()))
                .as("packages without package-info.java: add one that says what lives there and what does not")
                .isEmpty();
    }

    @Test
    void testsWaitForConditionsAndNeverSleep() {
        String call = "Thread." + "sleep(";
        assertThat(KnownBreaches.without(Sources.java("test").stream()
                        .filter(file -> Sources.read(file).contains(call)
                                || Sources.read(file).contains("TimeUnit." + "sleep"))
                        .map(Sources::name)
                        .toList()))
                .as("tests that sleep: wait for the condition with Awaitility, or use virtual time")
                .isEmpty();
    }

    @Test
    void filesFitInAHead() {
        assertThat(KnownBreaches.without(Stream.concat(Sources.java("main").stream(), Sources.java("test").stream())
                        .filter(file -> Sources.read(file).lines().count() > LINES_MAX)
                        .map(Sources::name)
                        .toList()))
                .as("files longer than %d lines: find the second job in it and give it a class", LINES_MAX)
                .isEmpty();
    }

    @Test
    void everyPublicTypeIsDocumented() {
        assertThat(KnownBreaches.without(Sources.java("main").stream()
                        .filter(file -> isUndocumented(Sources.read(file)))
                        .map(Sources::name)
                        .toList()))
                .as("public types without javadoc: say what it is, its lane, units and failures")
                .isEmpty();
    }

    private static boolean isUndocumented(String source) {
        Matcher type = PUBLIC_TYPE.matcher(source);
        return type.find() && !source.substring(0, type.start()).contains("/**");
    }

    @Test
    void nothingIsLeftForLater() {
        Pattern later = Pattern.compile("\\b(TO" + "DO|FIX" + "ME|XX" + "X)\\b");
        assertThat(KnownBreaches.without(Stream.concat(Sources.java("main").stream(), Sources.java("test").stream())
                        .filter(file -> later.matcher(Sources.read(file)).find())
                        .map(Sources::name)
                        .toList()))
                .as("notes for later in the code: do it, or write it into docs/roadmap.md")
                .isEmpty();
    }

    @Test
    void theScanSeesTheSources() {
        assertThat(Sources.modules().stream().map(Sources::name))
                .containsAll(List.of(
                        "runtime",
                        "raft",
                        "store",
                        "catalog",
                        "backup",
                        "cypher",
                        "bolt",
                        "node",
                        "sim",
                        "client-tests/java-driver-4"));
        assertThat(Sources.java("main")).hasSizeGreaterThan(100);
    }
}
