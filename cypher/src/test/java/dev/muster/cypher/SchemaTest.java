package dev.muster.cypher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Indexes and constraints as statements make, show, use and enforce them. */
class SchemaTest {
    private final TestRuns runs = new TestRuns();

    @Test
    void indexesAndConstraintsComeAreShownAndGo() {
        runs.run("CREATE INDEX by_name FOR (p:Person) ON (p.name)");
        assertThat(runs.statistics).isEqualTo(Map.of("indexes-added", 1L, "contains-updates", true));
        runs.run("CREATE CONSTRAINT one_id IF NOT EXISTS FOR (p:Person) REQUIRE p.id IS UNIQUE");
        runs.run("CREATE CONSTRAINT FOR (p:Person) REQUIRE (p.a, p.b) IS NODE KEY");
        runs.run("CREATE CONSTRAINT has_born FOR (p:Person) REQUIRE p.born IS NOT NULL");
        assertThat(runs.statistics).isEqualTo(Map.of("constraints-added", 1L, "contains-updates", true));
        assertThat(runs.run("SHOW INDEXES YIELD name, type, labelsOrTypes, properties, owningConstraint, state"
                                + " WHERE NOT name STARTS WITH 'constraint_'")
                        .toString())
                .isEqualTo("[[by_name, RANGE, [Person], [name], null, ONLINE],"
                        + " [one_id, RANGE, [Person], [id], one_id, ONLINE]]");
        assertThat(runs.run("SHOW CONSTRAINTS YIELD type, properties, ownedIndex RETURN type, properties ORDER BY type")
                        .toString())
                .isEqualTo("[[NODE_KEY, [a, b]], [NODE_PROPERTY_EXISTENCE, [born]], [UNIQUENESS, [id]]]");
        runs.run("DROP INDEX by_name");
        runs.run("DROP INDEX by_name IF EXISTS");
        assertThat(runs.statistics).isEmpty();
        runs.run("DROP CONSTRAINT one_id");
        assertThat(runs.statistics).isEqualTo(Map.of("constraints-removed", 1L, "contains-updates", true));
        assertThat(runs.run("SHOW RANGE INDEXES")).hasSize(1);
        assertThat(runs.columns("SHOW CONSTRAINTS"))
                .containsExactly(
                        "id",
                        "name",
                        "type",
                        "entityType",
                        "labelsOrTypes",
                        "properties",
                        "ownedIndex",
                        "propertyType");
    }

    @ParameterizedTest(name = "SHOW {0} shows {1}")
    @CsvSource(
            delimiter = ';',
            value = {
                "CONSTRAINTS;[e, k, re, rk, ru, u]",
                "ALL CONSTRAINTS;[e, k, re, rk, ru, u]",
                "UNIQUE CONSTRAINTS;[ru, u]",
                "UNIQUENESS CONSTRAINT;[ru, u]",
                "NODE UNIQUE CONSTRAINTS;[u]",
                "REL UNIQUENESS CONSTRAINTS;[ru]",
                "KEY CONSTRAINTS;[k, rk]",
                "NODE KEY CONSTRAINTS;[k]",
                "RELATIONSHIP KEY CONSTRAINTS;[rk]",
                "EXIST CONSTRAINTS;[e, re]",
                "EXISTENCE CONSTRAINTS;[e, re]",
                "NODE PROPERTY EXISTENCE CONSTRAINTS;[e]",
                "RELATIONSHIP EXIST CONSTRAINTS;[re]",
                "REL EXIST CONSTRAINTS;[re]",
            })
    void constraintsAreShownByKind(String what, String names) {
        runs.run("CREATE CONSTRAINT u FOR (n:N) REQUIRE n.u IS UNIQUE");
        runs.run("CREATE CONSTRAINT k FOR (n:N) REQUIRE n.k IS NODE KEY");
        runs.run("CREATE CONSTRAINT e FOR (n:N) REQUIRE n.e IS NOT NULL");
        runs.run("CREATE CONSTRAINT ru FOR ()-[r:R]-() REQUIRE r.u IS UNIQUE");
        runs.run("CREATE CONSTRAINT rk FOR ()-[r:R]-() REQUIRE r.k IS RELATIONSHIP KEY");
        runs.run("CREATE CONSTRAINT re FOR ()-[r:R]-() REQUIRE r.e IS NOT NULL");
        assertThat(runs.run("SHOW " + what + " YIELD name").stream()
                        .map(row -> row.get(0))
                        .sorted()
                        .toList())
                .hasToString(names);
        assertThat(runs.run("SHOW " + what)).hasSize(names.split(",").length);
    }

    @ParameterizedTest(name = "{0} fails with {1}: {2}")
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '"',
            value = {
                "CREATE INDEX a FOR (n:X) ON (n.y);ClientError.Schema.IndexWithNameAlreadyExists;There already exists an index called 'a'.",
                "CREATE INDEX b FOR (n:L) ON (n.p);ClientError.Schema.EquivalentSchemaRuleAlreadyExists;An equivalent index or constraint already exists: RANGE `a` on (:L {p})",
                "CREATE CONSTRAINT u FOR (n:X) REQUIRE n.q IS UNIQUE;ClientError.Schema.ConstraintWithNameAlreadyExists;There already exists a constraint called 'u'.",
                "DROP INDEX nope;DatabaseError.Schema.IndexDropFailed;Unable to drop index called `nope`. There is no such index.",
                "DROP CONSTRAINT a;DatabaseError.Schema.ConstraintDropFailed;Unable to drop constraint called `a`. There is no such constraint.",
                "DROP INDEX u;DatabaseError.Schema.IndexDropFailed;Unable to drop index: Index belongs to constraint: `u`",
                "CREATE CONSTRAINT FOR (n:L) REQUIRE n.same IS UNIQUE;DatabaseError.Schema.ConstraintCreationFailed;Both Node(0) and Node(1) have the label `L` and property `same` = 1",
                "CREATE CONSTRAINT FOR (n:L) REQUIRE n.p IS NOT NULL;DatabaseError.Schema.ConstraintCreationFailed;Node(1) with label `L` must have the property `p`",
                "CREATE TEXT INDEX FOR (n:L) ON (n.z);ClientError.Statement.NotSupported;not supported yet: indexes other than RANGE INDEX",
                "CREATE INDEX FOR (n:L) ON (n.z) OPTIONS {indexConfig: {}};ClientError.Statement.NotSupported;not supported yet: OPTIONS of indexes and constraints",
                "CREATE INDEX FOR (n:L) ON (m.z);ClientError.Statement.SyntaxError;Variable `m` not defined",
                "CREATE (:U {k: 7});ClientError.Schema.ConstraintValidationFailed;Node(2) already exists with label `U` and property `k` = 7",
                "CREATE (:M);ClientError.Schema.ConstraintValidationFailed;with label `M` must have the property `k`",
            })
    void refusals(String statement, String code, String text) {
        runs.run("CREATE (:L {p: 1, same: 1}), (:L {same: 1.0}), (:U {k: 7})");
        runs.run("CREATE INDEX a FOR (n:L) ON (n.p)");
        runs.run("CREATE CONSTRAINT u FOR (n:U) REQUIRE n.k IS UNIQUE");
        runs.run("CREATE CONSTRAINT m FOR (n:M) REQUIRE n.k IS NODE KEY");
        assertThatThrownBy(() -> runs.run(statement))
                .isInstanceOfSatisfying(
                        CypherException.class, e -> assertThat(e.code()).isEqualTo("Neo." + code))
                .hasMessageContaining(text);
    }

    @ParameterizedTest(name = "{0} finds {1} without a scan")
    @CsvSource(
            delimiter = ';',
            value = {
                "n.i = 7;[7]",
                "n.i = 7.0;[7]",
                "n.i IN [3, 5, 3.0, null];[3, 5]",
                "n.i > 97;[98, 99, 100]",
                "3 > n.i;[1, 2]",
                "n.i >= 99.5;[100]",
                "n.t STARTS WITH 't9';[9, 90, 91, 92, 93, 94, 95, 96, 97, 98, 99]",
                "n.i = null;[]",
                "n.i = 'seven';[]",
                "n.a = 1 AND n.b = 50;[50]",
            })
    void comparisonsUseAnIndex(String condition, String found) {
        runs.run("UNWIND range(1, 100) AS i CREATE (:N {i: i, t: 't' + toString(i), a: i % 2 + 1, b: i})");
        runs.run("CREATE INDEX FOR (n:N) ON (n.i)");
        runs.run("CREATE INDEX FOR (n:N) ON (n.t)");
        runs.run("CREATE INDEX FOR (n:N) ON (n.a, n.b)");
        runs.graph.scans = 0;
        List<List<Object>> rows = runs.run("MATCH (n:N) WHERE " + condition + " RETURN n.i AS i ORDER BY i");
        assertThat(rows.stream().map(r -> r.get(0)).toList()).hasToString(found);
        assertThat(runs.graph.scans).isZero();
        assertThat(runs.graph.seeks).isLessThanOrEqualTo(3);
    }

    @Test
    void mergeFindsByAUniquePropertyWithoutScanningTheLabel() {
        runs.run("CREATE CONSTRAINT FOR (n:N) REQUIRE n.id IS UNIQUE");
        runs.graph.scans = 0;
        runs.run("UNWIND range(1, 20) + range(1, 20) AS id MERGE (n:N {id: id})");
        assertThat(runs.statistics).containsEntry("nodes-created", 20L);
        assertThat(runs.graph.scans).isZero();
    }
}
