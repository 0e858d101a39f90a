package dev.muster.cypher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.catalog.AdminCommand;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Calls of procedures that administer become the catalog's commands. */
class AdminCallTest {
    private final TestRuns runs = new TestRuns();

    private AdminCommand command(String text) {
        Statement statement = runs.engine.prepare(text);
        assertThat(statement.kind()).isEqualTo(Statement.Kind.ADMIN);
        return statement.admin(Map.of("server", "p1", "n", 2L, "databaseName", "p2"));
    }

    @Test
    void callsAreCommandsInAnyCaseAndUnderBothNames() {
        assertThat(command("CALL dbms.cluster.cordonServer('s4')"))
                .isEqualTo(new AdminCommand.CordonServer("s4", true));
        assertThat(command("call DBMS.cluster.uncordonserver($server)"))
                .isEqualTo(new AdminCommand.CordonServer("p1", false));
        assertThat(command("CALL dbms.setDefaultDatabase('sales')"))
                .isEqualTo(new AdminCommand.SetDefaultDatabase("sales"));
        assertThat(command("CALL dbms.cluster.setDefaultDatabase"))
                .as("arguments from parameters")
                .isEqualTo(new AdminCommand.SetDefaultDatabase("p2"));
        assertThat(command("CALL dbms.setDefaultAllocationNumbers($n, -1)"))
                .isEqualTo(new AdminCommand.SetDefaultTopology(2, -1));
        assertThat(command("CALL dbms.quarantineDatabase('sales', true)"))
                .isEqualTo(new AdminCommand.Quarantine("sales", true, "No reason given"));
        assertThat(command("CALL dbms.cluster.quarantineDatabase($databaseName, false, 'mended')"))
                .isEqualTo(new AdminCommand.Quarantine("p2", false, "mended"));
        assertThat(command("CALL dbms.unquarantineDatabase($server, 'sales')"))
                .isEqualTo(new AdminCommand.Unquarantine("p1", "sales", "keepStateKeepStore"));
        assertThat(command("CALL dbms.unquarantineDatabase('s1', 'sales', 'replaceStateReplaceStore')"))
                .isEqualTo(new AdminCommand.Unquarantine("s1", "sales", "replaceStateReplaceStore"));
        assertThat(command("CALL dbms.cluster.deallocateDatabaseFromServer('s1', 'sales')"))
                .isEqualTo(new AdminCommand.DeallocateDatabase(List.of("s1"), "sales", false));
        assertThat(command("CALL dbms.cluster.deallocateDatabaseFromServers(['s1', $server], 'sales', true)"))
                .isEqualTo(new AdminCommand.DeallocateDatabase(List.of("s1", "p1"), "sales", true));
        assertThat(command("CALL dbms.cluster.deallocateNumberOfDatabases('s1', $n)"))
                .isEqualTo(new AdminCommand.DeallocateNumber("s1", 2, false));
        assertThat(command("CALL dbms.cluster.reallocateDatabase('sales', true)"))
                .isEqualTo(new AdminCommand.ReallocateDatabases("sales", null, true));
        assertThat(command("CALL dbms.cluster.reallocateNumberOfDatabases(3)"))
                .isEqualTo(new AdminCommand.ReallocateDatabases(null, 3, false));
        assertThat(command("CALL dbms.cluster.setAutomaticallyEnableFreeServers(true)"))
                .isEqualTo(new AdminCommand.EnableFreeServers(true));
        assertThat(command("CALL dbms.cluster.statusCheck([])"))
                .isEqualTo(new AdminCommand.CheckStatus(List.of(), 1_000));
        assertThat(command("CALL dbms.cluster.statusCheck(['sales'], null)"))
                .isEqualTo(new AdminCommand.CheckStatus(List.of("sales"), 1_000));
        assertThat(command("CALL dbms.cluster.statusCheck(['sales', 'system'], 250)"))
                .isEqualTo(new AdminCommand.CheckStatus(List.of("sales", "system"), 250));
        for (String name : List.of("secondaryReplicationDisable", "readReplicaToggle")) {
            assertThat(command("CALL dbms.cluster." + name + "('sales', true)"))
                    .isEqualTo(new AdminCommand.PauseSecondary("sales", true));
        }
        assertThat(command("CALL db.checkpoint() YIELD success")).isEqualTo(new AdminCommand.Checkpoint());
        assertThat(command("CALL dbms.security.reloadTLS()")).isEqualTo(new AdminCommand.ReloadTls());
        assertThat(command("USE system CALL dbms.showTopologyGraphConfig()"))
                .isEqualTo(new AdminCommand.ShowDefaultTopology());
    }

    private String projected(String text) {
        Iterator<List<Object>> rows =
                List.<List<Object>>of(List.of("a", 1L), List.of("b", 2L)).iterator();
        Rows answer = new Rows() {
            @Override
            public List<String> columns() {
                return List.of("result", "number");
            }

            @Override
            public List<Object> next() {
                return rows.hasNext() ? rows.next() : null;
            }

            @Override
            public Map<String, Object> statistics() {
                return Map.of();
            }

            @Override
            public void close() {}
        };
        Rows result = runs.engine.prepare(text).project(answer, runs.context(), Map.of());
        List<List<Object>> shown = new ArrayList<>();
        for (List<Object> row = result.next(); row != null; row = result.next()) {
            shown.add(row);
        }
        return result.columns() + " " + shown;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "CALL dbms.setDefaultDatabase('x') | [result, number] [[a, 1], [b, 2]]",
                "CALL dbms.setDefaultDatabase('x') YIELD * | [result, number] [[a, 1], [b, 2]]",
                "CALL dbms.setDefaultDatabase('x') YIELD result | [result] [[a], [b]]",
                "CALL dbms.setDefaultDatabase('x') YIELD number AS n, result WHERE n > 1 | [n, result] [[2, b]]",
                "CALL dbms.setDefaultDatabase('x') YIELD number RETURN sum(number) AS total | [total] [[3]]"
            })
    void yieldAndReturnShapeWhatACallAnswers(String text, String shown) {
        assertThat(projected(text)).isEqualTo(shown);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "CALL dbms.setDefaultDatabase() | Procedure call does not provide the required number of arguments: got 0 expected 1 (databaseName)",
                "CALL dbms.cluster.deallocateDatabaseFromServers('s1', 'x') | Type mismatch: argument 'servers' of dbms.cluster.deallocateDatabaseFromServers must be a List",
                "CALL dbms.cluster.deallocateDatabaseFromServers([1], 'x') | Type mismatch: argument 'servers' must be a List of Strings",
                "CALL dbms.cluster.reallocateDatabase('x', 1) | Type mismatch: argument 'dryrun' of dbms.cluster.reallocateDatabase must be a Boolean",
                "CALL dbms.cluster.statusCheck(['x'], 0) | timeoutMilliseconds must be 1 or more, and not 0",
                "CALL dbms.setDefaultDatabase(1) | Type mismatch: argument 'databaseName' of dbms.setDefaultDatabase must be a String",
                "CALL dbms.setDefaultDatabase('a' + 'b') | not supported yet: computed values in administration commands",
                "UNWIND ['a'] AS x CALL dbms.setDefaultDatabase(x) YIELD result RETURN 1 | not supported yet: CALL dbms.setDefaultDatabase together with other clauses than YIELD, WHERE and RETURN"
            })
    void otherCallsAreRefused(String text, String mistake) {
        assertThatThrownBy(() -> command(text)).hasMessageStartingWith(mistake);
    }
}
