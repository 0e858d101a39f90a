package dev.muster.node.cli;

import dev.muster.node.cli.console.Console;
import dev.muster.node.demo.Demo;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The main job, end to end. */
@Command(
        description = {
            "Run the main job end to end on real data, narrated.",
            "Three servers, several databases, one stopped, one server killed, a backup from all of them, its exit code"
                    + " explained, restore, proof of equality. Exit code 0 only if every expectation held."
        })
final class DemoCommand implements Callable<Integer> {
    @Mixin
    private StandardOptions standard;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "Decides which server is killed (default 1).")
    private long seed;

    @Option(names = "--keep", description = "Leave the cluster running, and the backups where they are.")
    private boolean keep;

    private final Console console;

    DemoCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        return new Demo(console, seed, keep ? Demo.Afterwards.KEEP : Demo.Afterwards.REMOVE).run() ? 0 : 1;
    }
}
