package dev.muster.node.cli;

import dev.muster.node.cli.console.CommandFailed;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Unmatched;

/** A command that has its place in the plan and is not there yet: says so, whatever its arguments. */
@Command(description = "Not supported yet.")
final class NotThereYet implements Callable<Integer> {
    @Mixin
    private StandardOptions standard;

    @Parameters(hidden = true)
    private List<String> words = new ArrayList<>();

    @Unmatched
    private List<String> options = new ArrayList<>();

    private final String what;

    NotThereYet(String what) {
        this.what = what;
    }

    @Override
    public Integer call() {
        throw CommandFailed.notSupportedYet(what);
    }
}
