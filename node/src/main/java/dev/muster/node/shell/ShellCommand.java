package dev.muster.node.shell;

import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
import org.neo4j.driver.exceptions.AuthenticationException;
import org.neo4j.driver.exceptions.Neo4jException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code muster shell}: chooses between statements given, a file, a pipe and a person, and says by its exit code how it went. */
@Command(
        name = "shell",
        mixinStandardHelpOptions = true,
        description = "Runs statements against a server: interactively, from a pipe, a file or the command line.",
        exitCodeOnInvalidInput = 64,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:everything succeeded", "1:something failed, or no connection", "64:wrong options"},
        footerHeading = "%nEnvironment:%n",
        footer = {
            "  MUSTER_URI or NEO4J_URI, NEO4J_USERNAME, NEO4J_PASSWORD, NEO4J_DATABASE",
            "  stand in for the options that are not given."
        })
public final class ShellCommand implements Callable<Integer> {
    /** The exit code of what Ctrl-C ended. */
    private static final int INTERRUPTED = 130;

    private static final String DEFAULT_ADDRESS = "neo4j://localhost:7687";

    @Spec
    private CommandSpec spec;

    @Option(
            names = {"-a", "--address", "--uri"},
            paramLabel = "URI",
            description = "Where to connect (default: " + DEFAULT_ADDRESS + ").")
    private String address;

    @Option(
            names = {"-u", "--username"},
            paramLabel = "U",
            description = "The user to log in as.")
    private String user;

    @Option(
            names = {"-p", "--password"},
            paramLabel = "P",
            description = "The user's password.")
    private String password;

    @Option(
            names = {"-d", "--database"},
            paramLabel = "DB",
            description = "The database to use (default: the user's home database).")
    private String database;

    @Option(
            names = {"-f", "--file"},
            paramLabel = "FILE",
            description = "Execute this file and exit.")
    private Path file;

    @Option(
            names = "--format",
            paramLabel = "auto|plain|verbose",
            defaultValue = "auto",
            description = "verbose: boxed tables and statistics; plain: for programs; auto: verbose on a terminal.")
    private Format format;

    @Option(
            names = {"-P", "--param"},
            paramLabel = "name=>value",
            description = "A parameter for the statements. May be repeated.")
    private List<String> parameters = new ArrayList<>();

    @Option(names = "--fail-fast", description = "Stop at the first failure when reading a file or a pipe (default).")
    private boolean failFast;

    @Option(names = "--fail-at-end", description = "Go on after failures and say so by the exit code at the end.")
    private boolean failAtEnd;

    @Option(names = "--non-interactive", description = "Never ask anything, even on a terminal.")
    private boolean nonInteractive;

    @Parameters(arity = "0..*", paramLabel = "STATEMENT", description = "Statements to execute instead of reading any.")
    private List<String> statements = new ArrayList<>();

    private final InputStream in;
    private final UnaryOperator<String> environment;

    /** How results are printed. The names are those of the option. */
    enum Format {
        auto,
        plain,
        verbose
    }

    /** On this process's standard input and environment. */
    public ShellCommand() {
        this(System.in, System::getenv);
    }

    ShellCommand(InputStream in, UnaryOperator<String> environment) {
        this.in = in;
        this.environment = environment;
    }

    @Override
    public Integer call() throws IOException {
        PrintWriter err = spec.commandLine().getErr();
        if (failFast && failAtEnd) {
            err.println("muster shell: --fail-fast and --fail-at-end exclude each other");
            return 64;
        }
        try {
            boolean interactive =
                    !nonInteractive && file == null && statements.isEmpty() && in == System.in && isTerminal();
            return interactive ? converse() : runBatch();
        } catch (Neo4jException | ShellException e) {
            err.println(Shell.reason(e));
            return 1;
        }
    }

    private ShellConnection.Target target() {
        String wanted = given(
                address,
                given(environment.apply("MUSTER_URI"), given(environment.apply("NEO4J_URI"), DEFAULT_ADDRESS)));
        return new ShellConnection.Target(
                wanted.contains("://") ? wanted : "neo4j://" + wanted,
                given(user, given(environment.apply("NEO4J_USERNAME"), "")),
                given(password, given(environment.apply("NEO4J_PASSWORD"), "")),
                given(database, given(environment.apply("NEO4J_DATABASE"), "")));
    }

    private static String given(String value, String otherwise) {
        return value == null ? otherwise : value;
    }

    private static boolean isTerminal() {
        Console console = System.console();
        if (console == null) {
            return false;
        }
        try { // from Java 22 there is a console even without a terminal, and a method that tells
            return (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (ReflectiveOperationException e) {
            return true;
        }
    }

    private int runBatch() throws IOException {
        String fromFile = file == null ? null : Shell.read(file);
        try (ShellConnection connection = ShellConnection.open(target())) {
            Shell shell = shell(connection, false, null);
            if (fromFile != null) {
                return runAll(shell, StatementSplitter.split(fromFile), true) ? 0 : 1;
            }
            if (!statements.isEmpty()) {
                boolean good = true;
                for (String text : statements) {
                    good = (good || failAtEnd) && runAll(shell, StatementSplitter.split(text), good);
                }
                return good ? 0 : 1;
            }
            return runPiped(shell) ? 0 : 1;
        }
    }

    private Shell shell(ShellConnection connection, boolean interactive, LineEditor editor) {
        PrintWriter out = spec.commandLine().getOut();
        boolean verbose = format == Format.verbose || format == Format.auto && interactive;
        Shell shell = new Shell(
                connection,
                new ResultPrinter(out, verbose),
                out,
                spec.commandLine().getErr(),
                editor == null ? null : editor::history);
        parameters.forEach(shell::setParameter);
        return shell;
    }

    /** Executes in order; whether all went well, this and what was before. Stops at a failure unless told otherwise. */
    private boolean runAll(Shell shell, List<String> all, boolean before) {
        boolean good = before;
        for (String statement : all) {
            if (shell.isOver() || !good && !failAtEnd) {
                break;
            }
            good &= shell.attempt(statement);
        }
        return good;
    }

    private boolean runPiped(Shell shell) throws IOException {
        BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
        StatementSplitter splitter = new StatementSplitter();
        boolean good = true;
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            good = runAll(shell, splitter.add(line), good);
            if (shell.isOver() || !good && !failAtEnd) {
                return good;
            }
        }
        String rest = splitter.rest();
        return rest.isEmpty() ? good : runAll(shell, List.of(rest), good);
    }

    private int converse() throws IOException {
        Path history = Path.of(System.getProperty("user.home"), ".muster_history");
        try (LineEditor editor = LineEditor.open(history)) {
            return new Conversation(
                            editor,
                            spec.commandLine().getOut(),
                            spec.commandLine().getErr(),
                            () -> Runtime.getRuntime().halt(INTERRUPTED))
                    .hold(target(), connection -> shell(connection, true, editor));
        } catch (AuthenticationException e) {
            spec.commandLine().getErr().println(Shell.reason(e));
            return 1;
        }
    }
}
