package dev.muster.node.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;
import org.jline.terminal.impl.ExternalTerminal;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The shell with somebody who types. */
class ConversationTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    private Path home;

    private ScriptedServer server;
    private String terminal;
    private String out;
    private String err;
    private volatile boolean left;
    private volatile boolean over;
    private final ByteArrayOutputStream screen = new ByteArrayOutputStream();

    @BeforeEach
    void start() throws IOException {
        server = new ScriptedServer();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private int type(String user, String password, String keys) throws IOException {
        return type(user, password, new ByteArrayInputStream(keys.getBytes(StandardCharsets.UTF_8)));
    }

    private int type(String user, String password, InputStream keyboard) throws IOException {
        StringWriter outText = new StringWriter();
        StringWriter errText = new StringWriter();
        PrintWriter outWriter = new PrintWriter(outText, true);
        PrintWriter errWriter = new PrintWriter(errText, true);
        ShellConnection.Target target = new ShellConnection.Target("neo4j://" + server.address(), user, password, "");
        try (LineEditor editor = LineEditor.over(
                new ExternalTerminal("test", "ansi", keyboard, screen, StandardCharsets.UTF_8),
                home.resolve("history"))) {
            return new Conversation(editor, outWriter, errWriter, () -> left = true)
                    .hold(
                            target,
                            connection -> new Shell(
                                    connection,
                                    new ResultPrinter(outWriter, false),
                                    outWriter,
                                    errWriter,
                                    editor::history));
        } finally {
            terminal = screen.toString(StandardCharsets.UTF_8);
            out = outText.toString();
            err = errText.toString();
        }
    }

    @Test
    void the_prompt_names_user_database_transaction_and_unavailability() throws IOException {
        int code = type("ann", "secret", "RETURN 1;\n:use sales\n:begin\n:rollback\n:use down\n:use sales\n:exit\n");
        assertThat(code).isZero();
        assertThat(terminal)
                .containsSubsequence(
                        "ann@neo4j> ",
                        "ann@sales> ",
                        "ann@sales# ",
                        "ann@sales> ",
                        "ann@down[UNAVAILABLE]> ",
                        "ann@sales> ");
        assertThat(out).contains("Connected to neo4j://" + server.address() + " as user ann.");
        assertThat(err).isEqualTo("Database 'down' is unavailable." + System.lineSeparator());
    }

    @Test
    void a_statement_may_take_several_lines_and_failures_do_not_end_the_conversation() throws IOException {
        int code = type("", "", "NONSENSE;\nCREATE\n(a);\nNONSENSE; CREATE (after);\n:history\n");
        assertThat(code).isZero();
        assertThat(server.committed).containsExactly("CREATE\n(a)");
        assertThat(err).contains("Invalid input 'NONSENSE'");
        assertThat(terminal).contains("neo4j> ");
        assertThat(out).contains("    1  NONSENSE;").contains("    4  :history");
        assertThat(Files.readString(home.resolve("history"))).contains("NONSENSE");
    }

    @Test
    void tab_completes_keywords_and_commands_where_they_can_stand() throws IOException {
        int code = type("", "", "CREA\t(a);\ncrea\t(:Mat\t);\nCREATE (a {s: 'ret\t'});\n:beg\t\n:rollb\t\n:hist\t\n");
        assertThat(code).isZero();
        assertThat(server.committed).containsExactly("CREATE (a)", "CREATE (a {s: 'ret'})");
        assertThat(out).contains("create (:Mat)");
        assertThat(terminal).contains("neo4j# ");
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '"',
            value = {
                "MAT;MATCH",
                "match (n) retu;return",
                "MATCH (n) RETURN n ORD;ORDER",
                "Sho;SHORTEST SHOW",
                "MATCH (n:Ma;''",
                "RETURN n.na;''",
                "RETURN $li;''",
                "RETURN 'mat;''",
                "RETURN 'it\\'s' AS x ORD;ORDER",
                ":pa;:param :params",
                "  :be;:begin",
                "RETURN a:be;''",
                ";''",
            })
    void words_become_what_they_can(String line, String words) {
        String typed = line == null ? "" : line;
        assertThat(String.join(" ", WordCompleter.completions(WordCompleter.begun(typed, typed.length()))))
                .isEqualTo(words.replace("''", ""));
    }

    @Test
    void who_is_missing_is_asked_for_and_the_password_is_not_remembered() throws IOException {
        int code = type("ann", "", "secret\nRETURN 1;\n");
        assertThat(code).isZero();
        assertThat(terminal).contains("password: ******").doesNotContain("password: secret");
        assertThat(Files.readString(home.resolve("history"))).doesNotContain("secret");
    }

    @Test
    void an_expired_password_is_changed_first() throws IOException {
        int code = type("ann", "expired", "fresh\nfresh\nRETURN 1;\n");
        assertThat(code).isZero();
        assertThat(server.passwordChanges).containsExactly("expired to fresh");
        assertThat(out).contains("Password change required");
    }

    @Test
    void what_may_hold_a_password_is_neither_listed_nor_written_down() throws IOException {
        int code = type(
                "",
                "",
                "CREATE (a);\nCREATE USER u SET PASSWORD 'hush';\n:param {Password: 'hush'}\nNONSENSE hush\nPassword;\n:history\n");
        assertThat(code).isZero();
        assertThat(server.committed).hasSize(2);
        assertThat(out)
                .contains("    1  CREATE (a);")
                .contains("    2  :history")
                .doesNotContain("hush");
        assertThat(Files.readString(home.resolve("history")))
                .contains("CREATE (a);")
                .doesNotContain("hush");
    }

    @Test
    void ctrl_c_at_the_prompt_forgets_what_was_typed_and_says_how_to_leave() throws Exception {
        int code = typeWhenAsked(keys -> {
            awaitShown("neo4j> "); // before, the terminal would take Ctrl-C for itself
            send(keys, "CREATE (half");
            awaitShown("neo4j> CREATE (half");
            send(keys, "\003");
            awaitShown("Interrupted");
            send(keys, "RETURN 1;\n:exit\n");
        });
        assertThat(code).isZero();
        assertThat(terminal).contains("Interrupted (statements end with a semicolon; type :exit or Ctrl-D to leave)");
        assertThat(out).endsWith("1\n1\n");
        assertThat(server.committed).isEmpty();
    }

    @Test
    void ctrl_c_ends_what_runs_and_not_the_shell() throws Exception {
        int code = typeWhenAsked(keys -> {
            send(keys, "STUCK; CREATE (after);\n");
            await("it runs").atMost(PATIENCE).until(() -> server.stuck.get() == 1);
            send(keys, "\003");
            await("it has ended").atMost(PATIENCE).until(() -> server.stuck.get() == 0);
            send(keys, ":begin\nSTUCK;\n");
            await("it runs again").atMost(PATIENCE).until(() -> server.stuck.get() == 1);
            send(keys, "\003");
            await("it has ended again").atMost(PATIENCE).until(() -> server.stuck.get() == 0);
            send(keys, "RETURN 1;\n:exit\n");
        });
        assertThat(code).isZero();
        assertThat(left).isFalse();
        assertThat(err)
                .contains("Stopping query...")
                .contains("The transaction has been terminated because the client reset the connection.")
                .contains("An error occurred while in an open transaction.");
        assertThat(out).endsWith("1\n1\n");
        assertThat(server.committed).isEmpty();
    }

    private int typeWhenAsked(Consumer<PipedOutputStream> typing) throws Exception {
        PipedInputStream keyboard = new PipedInputStream();
        try (PipedOutputStream keys = new PipedOutputStream(keyboard)) {
            Thread person = new Thread(() -> {
                typing.accept(keys);
                await("the end")
                        .atMost(PATIENCE)
                        .until(() -> over); // a pipe whose writer has gone breaks, whatever is in it
            });
            person.start();
            int code = type("", "", keyboard);
            over = true;
            person.join();
            return code;
        }
    }

    private void awaitShown(String text) {
        await(text)
                .atMost(PATIENCE)
                .until(() -> screen.toString(StandardCharsets.UTF_8).contains(text));
    }

    private static void send(PipedOutputStream keys, String typed) {
        try {
            keys.write(typed.getBytes(StandardCharsets.UTF_8));
            keys.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
