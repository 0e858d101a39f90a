package dev.muster.backup.cli;

import dev.muster.runtime.World;
import java.io.PrintStream;
import java.util.function.Supplier;
import picocli.CommandLine;

/**
 * The administration commands ({@code database backup}, {@code database restore}, {@code backup inspect}, …) as a picocli
 * tree, ready to be mounted under {@code muster} or run as {@code neo4j-admin}.
 */
public final class AdminCommandLine {
    private AdminCommandLine() {}

    /**
     * What the commands may touch.
     *
     * @param world made on first use; closed by the caller
     * @param terminal whether {@code err} is a terminal, so that progress lines may be redrawn
     */
    public record Context(
            Supplier<World> world,
            ServerDirectories.Resolver directories,
            PrintStream out,
            PrintStream err,
            boolean terminal) {}

    /** The command {@code admin} with all below it. Exit codes: 0, 1, 3, 64, 70 (facts A.4). */
    public static CommandLine create(Context context) {
        throw new UnsupportedOperationException("not supported yet: administration commands");
    }
}
