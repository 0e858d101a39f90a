package dev.muster.clustertests;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The container engine that tests use: the one the environment points to or the machine has; else, where the scripts
 * {@code engine.sh} and {@code mkbase.sh} are beside the project, a private one that they start.
 *
 * <p>Their directory is the system property or environment variable {@code muster.container.tools} / {@code
 * MUSTER_CONTAINER_TOOLS}, by default {@code ../shared/tools} from the project's root.
 *
 * @param environment what processes that talk to the engine need in their environment
 */
record ContainerEngine(Map<String, String> environment) {
    private static final String BASE_IMAGE = "eclipse-temurin:17-jre";
    private static final int NO_ENGINE_EXIT = 77;
    private static final Pattern EXPORT = Pattern.compile("([A-Z_]+)=(\\S+)");
    private static final Pattern SKIPPED = Pattern.compile("CONTAINER-TESTS: \\w+ \\((.*)\\)");

    /** Either an engine, or the reason why there is none. */
    record Search(Optional<ContainerEngine> engine, String reason) {}

    /** How a process ended. */
    record Ended(int exitCode, String output) {}

    /** Looks for an engine whose base image is there or can be made; starts a private one if need be. */
    static Search find(Path root) throws IOException, InterruptedException {
        Path tools = tools(root);
        if (Files.isExecutable(tools.resolve("engine.sh"))) {
            return withTools(tools);
        }
        Ended info = run(root, Map.of(), 20, "docker", "info", "--format", "{{.ServerVersion}}");
        return info.exitCode() == 0
                ? new Search(Optional.of(new ContainerEngine(Map.of())), "")
                : new Search(Optional.empty(), "no container engine answers, and no engine.sh in " + tools);
    }

    private static Path tools(Path root) {
        String named = System.getProperty("muster.container.tools", System.getenv("MUSTER_CONTAINER_TOOLS"));
        return named == null ? root.resolve("../shared/tools").normalize() : Path.of(named);
    }

    private static Search withTools(Path tools) throws IOException, InterruptedException {
        for (String script : new String[] {"engine.sh", "mkbase.sh"}) {
            String argument = script.equals("engine.sh") ? "up" : BASE_IMAGE;
            Ended ended = run(tools, Map.of(), 600, tools.resolve(script).toString(), argument);
            if (ended.exitCode() == NO_ENGINE_EXIT) {
                Matcher reason = SKIPPED.matcher(ended.output());
                return new Search(Optional.empty(), reason.find() ? reason.group(1) : "no engine can be had");
            }
            if (ended.exitCode() != 0) {
                throw new IllegalStateException(script + " failed with " + ended.exitCode() + ":\n" + ended.output());
            }
        }
        Ended exports = run(tools, Map.of(), 60, tools.resolve("engine.sh").toString(), "env");
        Map<String, String> environment = new LinkedHashMap<>();
        Matcher export = EXPORT.matcher(exports.output());
        while (export.find()) {
            environment.put(export.group(1), export.group(2));
        }
        return new Search(Optional.of(new ContainerEngine(environment)), "");
    }

    /** Runs a command with the engine's environment, and ends it when its time is up. */
    Ended run(Path directory, int secondsMax, String... command) throws IOException, InterruptedException {
        return run(directory, environment, secondsMax, command);
    }

    private static Ended run(Path directory, Map<String, String> environment, int secondsMax, String... command)
            throws IOException, InterruptedException {
        Path output = Files.createTempFile("muster-containers", ".log");
        try {
            ProcessBuilder builder = new ProcessBuilder(new ArrayList<>(List.of(command)))
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile());
            builder.environment().putAll(environment);
            Process process;
            try {
                process = builder.start();
            } catch (IOException e) {
                return new Ended(127, e.getMessage());
            }
            boolean ended = process.waitFor(secondsMax, TimeUnit.SECONDS);
            if (!ended) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly().waitFor();
            }
            String text = Files.readString(output, StandardCharsets.UTF_8);
            return new Ended(
                    ended ? process.exitValue() : 124, ended ? text : text + "\nnot done after " + secondsMax + " s");
        } finally {
            Files.deleteIfExists(output);
        }
    }
}
