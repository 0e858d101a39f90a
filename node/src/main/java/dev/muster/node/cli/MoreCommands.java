package dev.muster.node.cli;

import dev.muster.node.cli.console.Console;
import picocli.CommandLine;

/**
 * Commands that a module above this one adds to the command line, found as a {@link java.util.ServiceLoader service}: the
 * simulator contains whole servers, so this module cannot know it.
 */
public interface MoreCommands {
    /** The word below {@code muster} that the commands hang on. */
    String word();

    /** The commands, reporting to the console; made when the word is used or help is asked for. */
    CommandLine commands(Console console);
}
