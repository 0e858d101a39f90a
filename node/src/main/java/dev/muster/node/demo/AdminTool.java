package dev.muster.node.demo;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Runs the real {@code muster admin} command line as a process of its own. */
public final class AdminTool {
    private AdminTool() {}

    /** What a run printed (both streams, as they came) and its exit code. */
    public record Run(int exitCode, String output) {}

    /** Runs {@code muster admin} with these words; {@code environment} is added to this process's. */
    public static Run run(Map<String, String> environment, List<String> words) {
        List<String> command = new ArrayList<>(program());
        command.add("admin");
        command.addAll(words);
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(environment);
        try {
            Process process = builder.start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Run(process.waitFor(), output);
        } catch (IOException e) {
            throw new IllegalStateException("`muster admin` cannot be started: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while `muster admin` ran", e);
        }
    }

    private static List<String> program() {
        String script = System.getProperty("muster.launcher", "");
        if (!script.isEmpty()) {
            return List.of(script);
        }
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.muster.node.cli.Muster");
    }
}
