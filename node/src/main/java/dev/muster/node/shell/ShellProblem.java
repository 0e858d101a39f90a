package dev.muster.node.shell;

import java.util.Locale;

/** What the shell itself can have against its user's input; what servers say is passed on as it is. */
enum ShellProblem {
    UNKNOWN_COMMAND("unknown command %s", "Type :help for the list of commands."),
    WRONG_ARGUMENTS("%s takes other arguments", "Usage: %s"),
    NO_TRANSACTION("there is no open transaction to %s", "Open one with :begin."),
    TRANSACTION_OPEN("%s is not possible in an open transaction", "End it with :commit or :rollback first."),
    FILE_UNREADABLE("cannot read %s: %s", "Check the path and its permissions."),
    SOURCE_TOO_DEEP(
            "%s is executed by a file that is executed by a file, and so on %d times", "Does a file execute itself?"),
    NO_HISTORY("there is no history outside an interactive shell", "Start muster shell on a terminal."),
    BAD_PARAMETER("'%s' is no parameter", "Write name => value, or a map: {name: value}."),
    STOPPED("what follows was not executed, because of Ctrl-C", "Type it again if it is wanted all the same."),
    BAD_ADDRESS("'%s' is no address: %s", "Write for instance neo4j://localhost:7687."),
    PASSWORD_EXPIRED(
            "the password has expired",
            "Change it in an interactive shell, or run ALTER CURRENT USER SET PASSWORD against system.");

    private final String text;
    private final String hint;

    ShellProblem(String text, String hint) {
        this.text = text;
        this.hint = hint;
    }

    ShellException with(Object... args) {
        return new ShellException(this, String.format(Locale.ROOT, text, args), hint);
    }

    /** For a command used wrongly: says how it is used. */
    static ShellException usage(String command, String usage) {
        return new ShellException(
                WRONG_ARGUMENTS,
                String.format(Locale.ROOT, WRONG_ARGUMENTS.text, command),
                String.format(Locale.ROOT, WRONG_ARGUMENTS.hint, usage));
    }
}
