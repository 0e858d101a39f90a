package dev.muster.node.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The shell from its options to its exit code, against a server with scripted answers. */
class ShellCommandTest {
    @TempDir
    private Path directory;

    private final Map<String, String> environment = new HashMap<>();
    private ScriptedServer server;
    private int exitCode;
    private String out;
    private String err;

    @BeforeEach
    void start() throws IOException {
        server = new ScriptedServer();
        environment.put("MUSTER_URI", "neo4j://" + server.address());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private void run(String piped, String... options) {
        StringWriter outText = new StringWriter();
        StringWriter errText = new StringWriter();
        ShellCommand command =
                new ShellCommand(new ByteArrayInputStream(piped.getBytes(StandardCharsets.UTF_8)), environment::get);
        exitCode = new CommandLine(command)
                .setOut(new PrintWriter(outText, true))
                .setErr(new PrintWriter(errText, true))
                .execute(options);
        out = outText.toString().replace(System.lineSeparator(), "\n");
        err = errText.toString().replace(System.lineSeparator(), "\n");
    }

    @Test
    void piped_statements_are_answered_plainly() {
        run("PEOPLE;\nRETURN 1;\nNONE;\nCREATE (a);\n");
        assertThat(err).isEmpty();
        assertThat(out).isEqualTo("name, age\n\"Anna\", 1\n\"漢字\", NULL\n\"a\\\"b\", 1.5\n1\n1\nn\n");
        assertThat(exitCode).isZero();
        assertThat(server.committed).containsExactly("CREATE (a)");
    }

    @Test
    void plans_are_drawn_as_trees() {
        run("EXPLAIN PEOPLE;\nPROFILE PEOPLE;\n");
        assertThat(err).isEmpty();
        assertThat(out).isEqualTo("""
                        name
                        Planner COST, runtime SLOTS, version 5

                        +---------------------------------------------------+
                        | Operator         | Id | Details  | Estimated Rows |
                        +---------------------------------------------------+
                        | +ProduceResults  | 0  | name     | 11             |
                        | |                |    |          |                |
                        | +Apply           | 1  |          | 11             |
                        | |\\               |    |          |                |
                        | | +Optional      | 3  |          | 11             |
                        | | |              |    |          |                |
                        | | +Argument      | 4  | p        | 11             |
                        | |                |    |          |                |
                        | +NodeByLabelScan | 2  | p:Person | 11             |
                        +---------------------------------------------------+

                        name
                        Planner COST, runtime SLOTS, version 5

                        +--------------------------------------------------------------------+
                        | Operator         | Id | Details  | Estimated Rows | Rows | DB Hits |
                        +--------------------------------------------------------------------+
                        | +ProduceResults  | 0  | name     | 11             | 1    | 10      |
                        | |                |    |          |                |      |         |
                        | +Apply           | 1  |          | 11             | 2    | 20      |
                        | |\\               |    |          |                |      |         |
                        | | +Optional      | 3  |          | 11             | 4    | 40      |
                        | | |              |    |          |                |      |         |
                        | | +Argument      | 4  | p        | 11             | 5    | 50      |
                        | |                |    |          |                |      |         |
                        | +NodeByLabelScan | 2  | p:Person | 11             | 3    | 30      |
                        +--------------------------------------------------------------------+

                        Total database accesses: 150

                        """);
    }

    @Test
    void verbose_results_are_boxed_and_counted() {
        run("", "--format", "verbose", "PEOPLE; RETURN 1; NONE; CREATE (a)");
        assertThat(out.replaceAll("\\d+ ms", "T ms")).isEqualTo("""
                        +---------------+
                        | name   | age  |
                        +---------------+
                        | "Anna" | 1    |
                        | "漢字" | NULL |
                        | "a\\"b" | 1.5  |
                        +---------------+

                        3 rows available after T ms, consumed after another T ms
                        +---+
                        | 1 |
                        +---+
                        | 1 |
                        +---+

                        1 row available after T ms, consumed after another T ms
                        +---+
                        | n |
                        +---+
                        +---+

                        0 rows available after T ms, consumed after another T ms
                        0 rows available after T ms, consumed after another T ms
                        Added 1 nodes, Added 2 labels
                        """);
        assertThat(exitCode).isZero();
    }

    @Test
    void every_kind_of_value_is_written_like_its_literal() {
        run("VALUES;");
        assertThat(out).isEqualTo("""
                        v
                        TRUE
                        "line\\nbreak"
                        [1, "x"]
                        {k: []}
                        0x01ff
                        2024-02-29
                        P14M-3DT-0.5S
                        point({srid:7203, x:1.0, y:2.0})
                        (:A:`odd label` {name: "a"})
                        ()
                        [:TO {w: 1}]
                        ()<-[:TO {w: 1}]-(:A:`odd label` {name: "a"})
                        """);
    }

    @Test
    void the_first_failure_ends_a_pipe_unless_told_otherwise() {
        run("NONSENSE here;\nCREATE (a);\n");
        assertThat(exitCode).isEqualTo(1);
        assertThat(err).isEqualTo("Invalid input 'NONSENSE'\n");
        assertThat(server.committed).isEmpty();
        run("NONSENSE here;\nCREATE (b);\n", "--fail-at-end");
        assertThat(exitCode).isEqualTo(1);
        assertThat(server.committed).containsExactly("CREATE (b)");
        run("", "--fail-fast", "--fail-at-end");
        assertThat(exitCode).isEqualTo(64);
    }

    @Test
    void transactions_commit_roll_back_and_are_lost_with_a_failure() {
        run(":begin\nCREATE (a);\nCREATE (b);\n:commit\n:begin\nCREATE (lost);\n:rollback\nCREATE (c)");
        assertThat(err).isEmpty();
        assertThat(server.committed).containsExactly("CREATE (a)", "CREATE (b)", "CREATE (c)");
        run(":begin\nCREATE (never);\nNONSENSE;\n");
        assertThat(err)
                .isEqualTo("An error occurred while in an open transaction. The transaction will be rolled back and"
                        + " terminated. Error: Invalid input 'NONSENSE'\n");
        assertThat(server.committed).hasSize(3);
        run(":begin\nCREATE (unfinished);\n");
        assertThat(server.committed).hasSize(3);
    }

    @Test
    void parameters_come_from_options_and_commands() {
        run(":param\nRETURN $x AS x;\n", "--param", "x=>1 + 1");
        assertThat(out).isEqualTo(":param x => 2\nx\n2\n");
        run(":param {x: 2}\n:params\n:param clear\n:params\n");
        assertThat(out).isEqualTo(":param x => 2\n");
        run("", "--param", "nonsense", "RETURN 1");
        assertThat(exitCode).isEqualTo(1);
        assertThat(err).startsWith("'nonsense' is no parameter\nHINT: ");
    }

    @Test
    void use_goes_to_another_database_or_stays() {
        run(":use sales\nCREATE (a);\n:use nope\nCREATE (b);\n:use\nRETURN 1;", "--fail-at-end");
        assertThat(exitCode).isEqualTo(1);
        assertThat(err).contains("this database does not exist");
        assertThat(server.committed).containsExactly("CREATE (a)", "CREATE (b)");
        run(":begin\n:use sales\n");
        assertThat(err).startsWith(":use is not possible in an open transaction\nHINT: ");
    }

    @Test
    void files_are_executed_and_may_execute_files() throws IOException {
        Path inner = Files.writeString(directory.resolve("inner.cypher"), "CREATE (inner);");
        Path outer = Files.writeString(
                directory.resolve("outer.cypher"), ":source " + inner + "\nCREATE (outer); RETURN 1;");
        run("", "-f", outer.toString());
        assertThat(exitCode).isZero();
        assertThat(out).isEqualTo("1\n1\n");
        assertThat(server.committed).containsExactly("CREATE (inner)", "CREATE (outer)");
        Path endless = directory.resolve("endless.cypher");
        Files.writeString(endless, ":source " + endless);
        run("", "-f", endless.toString());
        assertThat(err).contains("is executed by a file that is executed by a file");
        run("", "-f", directory.resolve("missing").toString());
        assertThat(exitCode).isEqualTo(1);
        assertThat(err).startsWith("cannot read " + directory.resolve("missing") + ": there is no such file");
    }

    @Test
    void wrong_commands_say_what_is_wrong() {
        for (var wrong : Map.of(
                        ":nonsense", "unknown command :nonsense",
                        ":begin now", ":begin takes other arguments",
                        ":commit", "there is no open transaction to commit",
                        ":rollback", "there is no open transaction to rollback",
                        ":history", "there is no history outside an interactive shell",
                        ":source", ":source takes other arguments",
                        ":source \u0000", "cannot read",
                        ":param x =>", "'x =>' is no parameter")
                .entrySet()) {
            run(wrong.getKey() + "\n");
            assertThat(exitCode).as(wrong.getKey()).isEqualTo(1);
            assertThat(err).startsWith(wrong.getValue()).contains("\nHINT: ");
        }
        run(":begin\n:begin\n");
        assertThat(err).startsWith(":begin is not possible in an open transaction");
        run(":help\n:exit\nNONSENSE;");
        assertThat(out).contains(":source FILE");
        assertThat(exitCode).isZero();
    }

    @Test
    void options_go_before_the_environment_and_addresses_need_no_scheme() {
        environment.put("NEO4J_USERNAME", "ann");
        environment.put("NEO4J_PASSWORD", "wrong");
        run("", "RETURN 1");
        assertThat(exitCode).isEqualTo(1);
        assertThat(err).contains("unauthorized");
        run("", "-a", server.address(), "-p", "secret", "-d", "sales", "RETURN 1");
        assertThat(err).isEmpty();
        assertThat(exitCode).isZero();
        run("", "-a", "nonsense://x", "RETURN 1");
        assertThat(exitCode).isEqualTo(1);
        assertThat(err).startsWith("'nonsense://x' is no address: ");
        run("", "--nonsense");
        assertThat(exitCode).isEqualTo(64);
    }

    @Test
    void no_server_is_one_sentence_and_exit_code_1() {
        server.close();
        run("", "-a", "bolt://" + server.address(), "RETURN 1");
        assertThat(exitCode).isEqualTo(1);
        assertThat(err).startsWith("Unable to connect to " + server.address()).doesNotContain("\tat ");
    }

    @Test
    void columns_are_as_wide_as_their_widest_measured_cell() {
        StringWriter text = new StringWriter();
        List<List<String>> rows = new ArrayList<>();
        for (int i = 0; i < 1_001; i++) {
            rows.add(Arrays.asList(i < 1_000 ? "a" : "wider than measured"));
        }
        long count = new ResultPrinter(new PrintWriter(text), true).printTable(List.of("c"), rows.iterator());
        assertThat(count).isEqualTo(1_001);
        assertThat(text.toString().lines()).first().isEqualTo("+---+");
        assertThat(text.toString().lines()).contains("| wider than measured |");
    }
}
