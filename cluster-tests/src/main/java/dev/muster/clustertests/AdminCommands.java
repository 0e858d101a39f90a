package dev.muster.clustertests;

import dev.muster.backup.cli.AdminCommandLine;
import dev.muster.backup.cli.ServerDirectories;
import dev.muster.runtime.World;
import dev.muster.runtime.real.RealWorld;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Runs {@code muster admin} in this process, with its output kept. */
final class AdminCommands {
    private static final long INACTIVITY_MILLIS = 15_000;

    private AdminCommands() {}

    /** {@code directory} stands for the data directory of a server where no option names one. */
    static Cluster.Outcome run(Path directory, String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        World world = RealWorld.open("admin");
        try {
            ServerDirectories directories = new ServerDirectories(
                    directory.resolve("databases"),
                    directory.resolve("transactions"),
                    directory.resolve("scripts"),
                    directory.resolve("dumps"),
                    directory.resolve("cluster-state").resolve("server.lock"),
                    INACTIVITY_MILLIS,
                    () -> null,
                    null);
            AdminCommandLine.Context context = new AdminCommandLine.Context(
                    () -> world,
                    (additionalConfig, expandCommands) -> directories,
                    InputStream.nullInputStream(),
                    new PrintStream(out, true, StandardCharsets.UTF_8),
                    new PrintStream(err, true, StandardCharsets.UTF_8),
                    false);
            int exitCode = AdminCommandLine.create(context).execute(arguments);
            return new Cluster.Outcome(
                    exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
        } finally {
            RealWorld.close(world);
        }
    }
}
