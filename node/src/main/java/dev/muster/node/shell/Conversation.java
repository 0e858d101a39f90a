package dev.muster.node.shell;

import java.io.PrintWriter;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.neo4j.driver.exceptions.AuthenticationException;
import org.neo4j.driver.exceptions.Neo4jException;

/** The shell with a person: asks for what is missing to log in, then reads and executes until told to leave. */
final class Conversation {
    private final LineEditor editor;
    private final PrintWriter out;
    private final PrintWriter err;
    private final Runnable leave;

    /** {@code leave} ends the process at once. */
    Conversation(LineEditor editor, PrintWriter out, PrintWriter err, Runnable leave) {
        this.editor = editor;
        this.out = out;
        this.err = err;
        this.leave = leave;
    }

    /** Returns the exit code: 0 when left by {@code :exit} or Ctrl-D. Throws what the log-in finally fails with. */
    int hold(ShellConnection.Target target, Function<ShellConnection, Shell> open) {
        try (ShellConnection connection = logIn(target)) {
            greet(connection, target);
            Shell shell = open.apply(connection);
            while (!shell.isOver()) {
                String typed = editor.readStatements(connection.prompt());
                if (typed == null) {
                    break;
                }
                interruptibly(connection, shell, typed);
            }
            return 0;
        }
    }

    /** Ctrl-C ends what runs and comes back to the prompt; a second one, when the server does not obey, ends the shell. */
    private void interruptibly(ShellConnection connection, Shell shell, String typed) {
        AtomicInteger interrupts = new AtomicInteger();
        editor.interruptibly(
                () -> {
                    if (interrupts.incrementAndGet() == 1) {
                        err.println("Stopping query... (Ctrl-C again leaves without waiting for the server)");
                        err.flush();
                        shell.stop();
                        connection.interrupt();
                    } else {
                        leave.run();
                    }
                },
                () -> executeAll(shell, typed));
    }

    /** A failure keeps what follows on the same line from being executed, as it may depend on it. */
    private static void executeAll(Shell shell, String typed) {
        shell.goOn();
        for (String statement : StatementSplitter.split(typed)) {
            if (shell.isOver() || !shell.attempt(statement)) {
                return;
            }
        }
    }

    private ShellConnection logIn(ShellConnection.Target target) {
        ShellConnection.Target named = target;
        try {
            return connect(named);
        } catch (AuthenticationException e) {
            if (!target.password().isEmpty()) {
                throw e;
            }
            String user = target.user().isEmpty() ? editor.ask("username: ", null) : target.user();
            String password = user == null ? null : editor.ask("password: ", '*');
            if (password == null) {
                throw e;
            }
            return connect(target.withLogin(user, password));
        }
    }

    /** Connects, and has an expired password changed; an unavailable database is shown in the prompt. */
    private ShellConnection connect(ShellConnection.Target target) {
        ShellConnection connection = ShellConnection.open(target);
        try {
            connection.ping();
            return connection;
        } catch (Neo4jException e) {
            if (ShellConnection.UNAVAILABLE.equals(e.code())) {
                err.println(Shell.reason(e));
                return connection;
            }
            try (connection) {
                if (!ShellConnection.PASSWORD_EXPIRED.equals(e.code())) {
                    throw e;
                }
                return connect(target.withLogin(target.user(), newPassword(connection, target)));
            }
        }
    }

    private String newPassword(ShellConnection connection, ShellConnection.Target target) {
        out.println("Password change required");
        out.flush();
        String next = editor.ask("new password: ", '*');
        if (next == null || next.isEmpty() || !Objects.equals(next, editor.ask("confirm password: ", '*'))) {
            throw ShellProblem.PASSWORD_EXPIRED.with();
        }
        connection.changePassword(target.password(), next);
        return next;
    }

    private void greet(ShellConnection connection, ShellConnection.Target target) {
        String who = connection.user().isEmpty() ? "" : " as user " + connection.user();
        List.of(
                        "Connected to " + target.address() + who + ".",
                        "Type :help for the commands or :exit to leave.",
                        "Statements end with a semicolon.")
                .forEach(out::println);
        out.flush();
    }
}
