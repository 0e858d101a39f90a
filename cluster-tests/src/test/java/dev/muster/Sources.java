package dev.muster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The project's own files, for tests that read them. */
final class Sources {
    private Sources() {}

    /** The directory with the root {@code pom.xml}, looked for upwards from where the test runs. */
    static Path root() {
        Path directory = Path.of("").toAbsolutePath();
        while (!Files.exists(directory.resolve("mvnw"))) {
            directory = directory.getParent();
            if (directory == null) {
                throw new IllegalStateException(
                        "no project above " + Path.of("").toAbsolutePath());
            }
        }
        return directory;
    }

    /** The modules' directories, those of modules in modules included. */
    static List<Path> modules() {
        return modulesBelow(root()).sorted().toList();
    }

    private static Stream<Path> modulesBelow(Path directory) {
        try (Stream<Path> below = Files.list(directory)) {
            return below.filter(module -> Files.exists(module.resolve("pom.xml"))).toList().stream()
                    .flatMap(module -> Stream.concat(Stream.of(module), modulesBelow(module)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The Java files of all modules below {@code src/<kind>/java}; {@code kind} is main or test. */
    static List<Path> java(String kind) {
        return modules().stream()
                .map(module -> module.resolve("src").resolve(kind).resolve("java"))
                .filter(Files::exists)
                .flatMap(Sources::javaBelow)
                .sorted()
                .toList();
    }

    private static Stream<Path> javaBelow(Path directory) {
        try (Stream<Path> below = Files.walk(directory)) {
            return below.filter(file -> file.toString().endsWith(".java")).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A file as a reader would name it. */
    static String name(Path file) {
        return root().relativize(file).toString();
    }
}
