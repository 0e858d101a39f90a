package dev.muster.node.cli;

import dev.muster.backup.cli.AdminCommandLine;
import dev.muster.node.cli.console.Console;
import dev.muster.runtime.World;
import dev.muster.runtime.real.RealDisk;
import dev.muster.runtime.real.RealWorld;
import java.util.Map;
import java.util.function.Supplier;
import picocli.CommandLine;

/** Mounts the administration commands, which keep their own messages and exit codes. */
final class AdminCommands {
    private AdminCommands() {}

    /** Runs {@code muster admin …}. */
    static int run(Console console, String... words) {
        return run(console, System.getenv(), words);
    }

    /** Runs {@code muster admin …} as if these were this process's environment variables. */
    static int run(Console console, Map<String, String> environment, String... words) {
        LazyWorld world = new LazyWorld();
        try {
            return create(console, world, environment).execute(words);
        } finally {
            world.close();
        }
    }

    /** The tree as the root's help shows it; not to be run. */
    static CommandLine forHelp(Console console) {
        return create(console, new LazyWorld(), System.getenv());
    }

    private static CommandLine create(Console console, LazyWorld world, Map<String, String> environment) {
        return AdminCommandLine.create(new AdminCommandLine.Context(
                world,
                new AdminDirectories(new RealDisk(), world, environment),
                System.in,
                console.out(),
                console.err(),
                console.terminal()));
    }

    /** This machine as a world, opened by the first command that asks. */
    private static final class LazyWorld implements Supplier<World> {
        private World world;

        @Override
        public World get() {
            if (world == null) {
                world = RealWorld.open("admin");
            }
            return world;
        }

        void close() {
            if (world != null) {
                RealWorld.close(world);
            }
        }
    }
}
