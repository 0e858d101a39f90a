package dev.muster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Proves {@code docs/artifact-format.md}: {@code docs/read_artifact.py} knows nothing but that page, and reads what Muster wrote,
 * encrypted or not. Needs {@code python3}.
 */
class ArtifactFormatPageTest {
    private static final Path READER = Sources.root().resolve("docs/read_artifact.py");

    @TempDir
    Path directory;

    private record Run(int exitCode, String out, String err) {}

    @Test
    void aReaderMadeFromThePageReadsEveryGoldenFile() throws Exception {
        List<Path> golden = golden();
        assertThat(golden).hasSize(28);

        Run run = run(golden);

        assertThat(run.exitCode).as(run.err).isZero();
        assertThat(run.out.lines())
                .hasSize(28)
                .allSatisfy(
                        line -> assertThat(line).contains("\"databaseName\": \"sales\"", "\"highestTransactionId\": "));
        assertThat(run.out.lines().filter(line -> line.contains("\"keyId\": \"9fdbca673e828a81\"")))
                .as("encrypted")
                .hasSize(12);
    }

    @Test
    void itSeesAFlippedByteInEachOfThem() throws Exception {
        List<Path> flipped = new ArrayList<>();
        for (Path file : golden()) {
            byte[] bytes = Files.readAllBytes(file);
            bytes[bytes.length / 2] ^= 1;
            flipped.add(Files.write(directory.resolve(flipped.size() + ".backup"), bytes));
        }

        Run run = run(flipped);

        assertThat(run.exitCode).isEqualTo(1);
        assertThat(run.out).isEmpty();
        assertThat(run.err.lines())
                .hasSize(flipped.size())
                .allMatch(line -> line.matches(".*\\.backup: byte \\d+: .+"));
    }

    private static List<Path> golden() {
        try (Stream<Path> files = Files.walk(Sources.root().resolve("backup/src/test/resources/golden"))) {
            return files.filter(file -> file.toString().endsWith(".backup"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Run run(List<Path> files) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("python3", READER.toString()));
        files.forEach(file -> command.add(file.toString()));
        Path out = directory.resolve("out");
        Path err = directory.resolve("err");
        Process process = new ProcessBuilder(command)
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        int exitCode = process.waitFor();
        return new Run(
                exitCode, Files.readString(out, StandardCharsets.UTF_8), Files.readString(err, StandardCharsets.UTF_8));
    }
}
