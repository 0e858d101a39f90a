package dev.muster.node.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jline.terminal.impl.ExternalTerminal;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The shell with somebody who types. */
class ConversationTest {
    @TempDir
    private Path home;

    private ScriptedServer server;
    private String terminal;
    private String out;
    private String err;

    @BeforeEach
    void start() throws IOException {
        server = new ScriptedServer();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private int type(String user, String password, String keys) throws IOException {
        ByteArrayOutputStream screen = new ByteArrayOutputStream();
        StringWriter outText = new StringWriter();
        StringWriter errText = new StringWriter();
        PrintWriter outWriter = new PrintWriter(outText, true);
        PrintWriter errWriter = new PrintWriter(errText, true);
        ByteArrayInputStream keyboard = new ByteArrayInputStream(keys.getBytes(StandardCharsets.UTF_8));
        ShellConnection.Target target = new ShellConnection.Target("neo4j://" + server.address(), user, password, "");
        try (LineEditor editor = LineEditor.over(
                new ExternalTerminal("test", "ansi", keyboard, screen, StandardCharsets.UTF_8),
                home.resolve("history"))) {
            return new Conversation(editor, outWriter, errWriter)
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
}
