package dev.muster.node.cli.console;

import java.io.Serial;

/** A command could not do what it was asked; the message is one sentence for a person. Exit code 1. */
public final class CommandFailed extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    public CommandFailed(String message) {
        super(message);
    }
}
