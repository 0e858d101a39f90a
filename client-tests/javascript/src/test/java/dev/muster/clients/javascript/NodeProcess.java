package dev.muster.clients.javascript;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** A script of this module in Node.js, and the lines it prints. */
final class NodeProcess implements AutoCloseable {
    private static final long LIMIT_SECONDS = 60;

    private final Process process;
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final Thread reader = new Thread(this::read, "node output");

    private NodeProcess(Process process) {
        this.process = process;
        reader.setDaemon(true);
        reader.start();
    }

    /** Skips the test, and says why, where there is no Node.js or nobody has installed the driver. */
    static void assumeInstalled() {
        boolean node = Arrays.stream(System.getenv("PATH").split(":"))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, "node")));
        assumeTrue(node, "no Node.js here");
        assumeTrue(
                Files.isDirectory(Path.of("node_modules", "neo4j-driver")),
                "the JavaScript driver is not installed: npm ci --prefix client-tests/javascript");
    }

    static NodeProcess start(Map<String, String> environment, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("node"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(environment);
        return new NodeProcess(builder.start());
    }

    /** What it has printed so far. */
    List<String> lines() {
        return lines;
    }

    /** Ends its standard input and waits for its end; its exit code. */
    int end() throws IOException, InterruptedException {
        process.getOutputStream().close();
        assertThat(process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS))
                .as("ends within %d s; printed %s", LIMIT_SECONDS, lines)
                .isTrue();
        reader.join();
        return process.exitValue();
    }

    boolean isRunning() {
        return process.isAlive();
    }

    private void read() {
        try (var out = process.inputReader(StandardCharsets.UTF_8)) {
            out.lines().forEach(lines::add);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
