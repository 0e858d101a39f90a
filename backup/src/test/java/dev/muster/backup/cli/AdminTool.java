package dev.muster.backup.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.muster.runtime.World;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Runs administration commands on the data directory of a server, and keeps what the last one printed. */
public final class AdminTool {
    private static final long INACTIVITY_MILLIS = 30_000;

    final Path data;
    /** Standard input of the next command. */
    byte[] in = {};

    private final World world;
    private ByteArrayOutputStream stdout = new ByteArrayOutputStream();
    private ByteArrayOutputStream stderr = new ByteArrayOutputStream();

    AdminTool(World world, Path data) {
        this.world = world;
        this.data = data;
    }

    int run(String... arguments) {
        stdout = new ByteArrayOutputStream();
        stderr = new ByteArrayOutputStream();
        return run(new PrintStream(stdout, true, StandardCharsets.UTF_8), arguments);
    }

    /** With a standard output of the caller's. */
    int run(PrintStream out, String... arguments) {
        ServerDirectories directories = directories(data);
        return AdminCommandLine.create(new AdminCommandLine.Context(
                        () -> world,
                        (additionalConfig, expandCommands) -> directories,
                        new ByteArrayInputStream(in),
                        out,
                        new PrintStream(stderr, true, StandardCharsets.UTF_8),
                        false))
                .execute(arguments);
    }

    /** Those of a server that nobody has configured. */
    public static ServerDirectories directories(Path data) {
        return new ServerDirectories(
                data.resolve("databases"),
                data.resolve("transactions"),
                data.resolve("scripts"),
                data.resolve("dumps"),
                data.resolve("cluster-state").resolve("server.lock"),
                INACTIVITY_MILLIS,
                () -> null,
                null);
    }

    /** What is in a folder, sorted. */
    static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    byte[] bytes() {
        return stdout.toByteArray();
    }

    String out() {
        return stdout.toString(StandardCharsets.UTF_8);
    }

    JsonNode json() throws IOException {
        return new ObjectMapper().readTree(bytes());
    }

    /** What was said on stderr, without times. */
    String err() {
        return stderr.toString(StandardCharsets.UTF_8)
                .replaceAll("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d\\.\\d{3}\\+0000", "TIME");
    }
}
