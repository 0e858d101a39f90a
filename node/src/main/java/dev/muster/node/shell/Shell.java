package dev.muster.node.shell;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.neo4j.driver.Result;
import org.neo4j.driver.exceptions.Neo4jException;

/** Executes statements and shell commands, prints what comes back, and counts what failed. One thread at a time. */
final class Shell {
    private static final String HELP = """
            Statements end with a semicolon. Commands:
              :begin                    open a transaction
              :commit                   commit it
              :rollback                 roll it back
              :use [DATABASE]           go to another database, without a name to the home database
              :param NAME => VALUE      set a parameter; or :param {NAME: VALUE, ...}
              :params                   list the parameters; :param clear forgets them
              :source FILE              execute a file
              :history                  list what was typed
              :help                     this text
              :exit                     leave
            """;

    private static final String TRANSACTION_LOST =
            "An error occurred while in an open transaction. The transaction will"
                    + " be rolled back and terminated. Error: ";
    private static final int SOURCE_DEPTH_MAX = 16;

    private final ShellConnection connection;
    private final ResultPrinter printer;
    private final PrintWriter out;
    private final PrintWriter err;
    private final Supplier<List<String>> history;
    private final Map<String, Object> parameters = new LinkedHashMap<>();
    private int sourceDepth;
    private boolean over;
    private volatile boolean stopped;

    /** {@code history} may be null where there is none. */
    Shell(
            ShellConnection connection,
            ResultPrinter printer,
            PrintWriter out,
            PrintWriter err,
            Supplier<List<String>> history) {
        this.connection = connection;
        this.printer = printer;
        this.out = out;
        this.err = err;
        this.history = history;
    }

    /** Whether {@code :exit} has been said. */
    boolean isOver() {
        return over;
    }

    /** Nothing more is executed of what was typed, or of a file, until {@link #goOn}. Any thread. */
    void stop() {
        stopped = true;
    }

    /** Takes {@link #stop} back, for what is typed next. */
    void goOn() {
        stopped = false;
    }

    /** Executes one and prints its failure; whether it succeeded. */
    boolean attempt(String statement) {
        boolean inTransaction = connection.isInTransaction();
        try {
            execute(statement);
            return true;
        } catch (Neo4jException | ShellException e) {
            out.flush();
            err.println((inTransaction && !connection.isInTransaction() ? TRANSACTION_LOST : "") + reason(e));
            err.flush();
            return false;
        }
    }

    static String reason(RuntimeException e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }

    /** Executes a statement or a command, or throws what it failed with. */
    void execute(String statement) {
        if (stopped) {
            throw ShellProblem.STOPPED.with();
        }
        if (statement.startsWith(":")) {
            String[] words = statement.split("\\s+", 2);
            command(words[0].toLowerCase(java.util.Locale.ROOT), words.length > 1 ? words[1].strip() : "");
        } else {
            connection.learn(connection.run(statement, parameters, printer::print));
        }
        out.flush();
    }

    private void command(String name, String argument) {
        switch (name) {
            case ":begin" -> bare(name, argument, connection::begin);
            case ":commit" -> bare(name, argument, connection::commit);
            case ":rollback" -> bare(name, argument, connection::rollback);
            case ":use" -> connection.use(unquoted(argument));
            case ":param", ":params" -> parameter(argument);
            case ":source" -> source(argument);
            case ":history" -> bare(name, argument, this::printHistory);
            case ":help" -> out.print(HELP);
            case ":exit", ":quit" -> bare(name, argument, () -> over = true);
            default -> throw ShellProblem.UNKNOWN_COMMAND.with(name);
        }
    }

    private static void bare(String name, String argument, Runnable command) {
        if (!argument.isEmpty()) {
            throw ShellProblem.usage(name, name);
        }
        command.run();
    }

    private static String unquoted(String name) {
        boolean quoted = name.length() > 1 && name.startsWith("`") && name.endsWith("`");
        return quoted ? name.substring(1, name.length() - 1).replace("``", "`") : name;
    }

    private void parameter(String argument) {
        if (argument.isEmpty() || argument.equals("list")) {
            parameters.forEach((name, value) -> out.println(":param " + name + " => " + ValueText.of(value)));
        } else if (argument.equals("clear")) {
            parameters.clear();
        } else {
            setParameter(argument);
        }
    }

    /** Sets a parameter from {@code name => expression} or several from a map; the server does the evaluating. */
    void setParameter(String text) {
        String map = text.strip();
        if (!map.startsWith("{")) {
            String[] sides = map.split("=>", 2);
            if (sides.length < 2 || sides[0].isBlank() || sides[1].isBlank()) {
                throw ShellProblem.BAD_PARAMETER.with(text);
            }
            map = "{" + sides[0].strip() + ": " + sides[1].strip() + "}";
        }
        Map<String, Object> values = connection.run(
                "RETURN " + map + " AS `result`",
                parameters,
                (Result result) -> result.single().get(0).asMap());
        parameters.putAll(values);
    }

    /** Executes a file; the first failure ends it. */
    void source(String file) {
        if (file.isEmpty()) {
            throw ShellProblem.usage(":source", ":source FILE");
        }
        if (sourceDepth == SOURCE_DEPTH_MAX) {
            throw ShellProblem.SOURCE_TOO_DEEP.with(file, SOURCE_DEPTH_MAX);
        }
        sourceDepth++;
        try {
            for (String statement : StatementSplitter.split(read(path(unquoted(file))))) {
                if (!over) {
                    execute(statement);
                }
            }
        } finally {
            sourceDepth--;
        }
    }

    private static Path path(String file) {
        try {
            return Path.of(file);
        } catch (InvalidPathException e) {
            throw ShellProblem.FILE_UNREADABLE.with(file, e.getReason());
        }
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            String reason = e instanceof java.nio.file.NoSuchFileException ? "there is no such file" : e.getMessage();
            throw ShellProblem.FILE_UNREADABLE.with(file, reason);
        }
    }

    private void printHistory() {
        if (history == null) {
            throw ShellProblem.NO_HISTORY.with();
        }
        List<String> lines = history.get();
        for (int i = 0; i < lines.size(); i++) {
            out.printf("%5d  %s%n", i + 1, lines.get(i));
        }
    }
}
