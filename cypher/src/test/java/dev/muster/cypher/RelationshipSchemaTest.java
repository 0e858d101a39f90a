package dev.muster.cypher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Indexes and constraints on relationships as statements make, show, use and enforce them. */
class RelationshipSchemaTest {
    private final StoredRuns runs = new StoredRuns();

    @BeforeEach
    void flights() {
        runs.run(
                "UNWIND range(1, 50) AS i CREATE (:From {i: i})-[:FLIES {no: i, day: i % 5, kind: 'k' + i}]->(:To {i: i})");
        runs.run("CREATE (:From)-[:WALKS {no: 1}]->(:To)");
    }

    @Test
    void theyComeAreShownAndGo() {
        runs.run("CREATE INDEX by_day FOR ()-[r:FLIES]-() ON (r.day)");
        assertThat(runs.statistics).isEqualTo(Map.of("indexes-added", 1L, "contains-updates", true));
        runs.run("CREATE CONSTRAINT one_no FOR ()-[r:FLIES]->() REQUIRE r.no IS UNIQUE");
        runs.run("CREATE CONSTRAINT key FOR ()-[r:FLIES]-() REQUIRE (r.no, r.day) IS RELATIONSHIP KEY");
        runs.run("CREATE CONSTRAINT has_kind FOR ()<-[r:FLIES]-() REQUIRE r.kind IS NOT NULL");
        assertThat(runs.run("SHOW INDEXES YIELD name, entityType, labelsOrTypes, properties, owningConstraint")
                        .toString())
                .isEqualTo(
                        "[[by_day, RELATIONSHIP, [FLIES], [day], null], [key, RELATIONSHIP, [FLIES], [no, day], key],"
                                + " [one_no, RELATIONSHIP, [FLIES], [no], one_no]]");
        assertThat(runs.run("SHOW CONSTRAINTS YIELD name, type, entityType, ownedIndex")
                        .toString())
                .isEqualTo("[[has_kind, RELATIONSHIP_PROPERTY_EXISTENCE, RELATIONSHIP, null],"
                        + " [key, RELATIONSHIP_KEY, RELATIONSHIP, key],"
                        + " [one_no, RELATIONSHIP_UNIQUENESS, RELATIONSHIP, one_no]]");
        runs.run("CREATE INDEX IF NOT EXISTS FOR ()-[x:FLIES]-() ON (x.day)");
        assertThat(runs.statistics).isEmpty();
        runs.run("CREATE INDEX FOR (n:FLIES) ON (n.day)");
        assertThat(runs.statistics).isEqualTo(Map.of("indexes-added", 1L, "contains-updates", true));
        runs.run("DROP CONSTRAINT key");
        runs.run("DROP INDEX by_day");
        assertThat(runs.run("SHOW INDEXES YIELD entityType")).hasSize(2);
    }

    @ParameterizedTest(name = "{0} fails with {1}: {2}")
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '"',
            value = {
                "MATCH (f:From {i: 1}), (t:To {i: 2}) CREATE (f)-[:FLIES {no: 7}]->(t);ClientError.Schema.ConstraintValidationFailed;Relationship(6) already exists with type `FLIES` and property `no` = 7",
                "MATCH ()-[r:FLIES {no: 1}]->() SET r.no = 2.0;ClientError.Schema.ConstraintValidationFailed;Relationship(1) already exists with type `FLIES` and property `no` = 2.0",
                "MATCH ()-[r:WALKS]->() REMOVE r.pace;ClientError.Schema.ConstraintValidationFailed;Relationship(50) with type `WALKS` must have the property `pace`",
                "CREATE ()-[:WALKS {no: 2}]->();ClientError.Schema.ConstraintValidationFailed;Relationship(51) with type `WALKS` must have the property `pace`",
                "CREATE CONSTRAINT FOR ()-[r:FLIES]-() REQUIRE r.day IS UNIQUE;DatabaseError.Schema.ConstraintCreationFailed;Both Relationship(0) and Relationship(5) have the type `FLIES` and property `day` = 1",
                "CREATE CONSTRAINT FOR ()-[r:FLIES]-() REQUIRE r.pace IS NOT NULL;DatabaseError.Schema.ConstraintCreationFailed;Relationship(0) with type `FLIES` must have the property `pace`",
                "CREATE INDEX FOR ()-[r:FLIES]-() ON (r.no);ClientError.Schema.EquivalentSchemaRuleAlreadyExists;RELATIONSHIP_UNIQUE `one_no` on ()-[:FLIES {no}]-()",
                "CREATE CONSTRAINT FOR ()-[r:FLIES]-() REQUIRE r.no IS NODE KEY;ClientError.Statement.SyntaxError;Invalid input 'NODE'",
                "CREATE CONSTRAINT FOR (r:FLIES) REQUIRE r.no IS RELATIONSHIP UNIQUE;ClientError.Statement.SyntaxError;Invalid input 'RELATIONSHIP'",
            })
    void refusals(String statement, String code, String text) {
        runs.run("CREATE CONSTRAINT one_no FOR ()-[r:FLIES]-() REQUIRE r.no IS UNIQUE");
        runs.run("MATCH ()-[r:WALKS]->() SET r.pace = 1");
        runs.run("CREATE CONSTRAINT has_pace FOR ()-[r:WALKS]-() REQUIRE r.pace IS NOT NULL");
        assertThatThrownBy(() -> runs.run(statement))
                .isInstanceOfSatisfying(
                        CypherException.class, e -> assertThat(e.code()).isEqualTo("Neo." + code))
                .hasMessageContaining(text);
    }

    @ParameterizedTest(name = "{0} finds {1} by {2}")
    @CsvSource(
            delimiter = ';',
            value = {
                "(f)-[r:FLIES {no: 7}]->(t);[7];DirectedRelationshipUniqueIndexSeek",
                "(t)<-[r:FLIES {no: 7.0}]-(f);[7];DirectedRelationshipUniqueIndexSeek",
                "(f)-[r:FLIES WHERE r.no IN [3, 5, 3, null]]->(t);[3, 5];DirectedRelationshipUniqueIndexSeek",
                "(f)-[r:FLIES]->(t) WHERE r.no > 48;[49, 50];DirectedRelationshipUniqueIndexSeekByRange",
                "(f)-[r:FLIES {day: 0}]->(t) WHERE r.no < 12;[5, 10];DirectedRelationshipIndexSeek",
                "(f)-[r:FLIES]->(t) WHERE r.kind STARTS WITH 'k4';[4, 40, 41, 42, 43, 44, 45, 46, 47, 48, 49];DirectedRelationshipIndexSeekByRange",
                "(f:From)-[r:FLIES {no: 9}]-(t);[9];UndirectedRelationshipUniqueIndexSeek",
                "(f:To)-[r:FLIES {no: 9}]->(t);[];DirectedRelationshipUniqueIndexSeek",
                "(f)-[r:FLIES|WALKS {no: 1}]->(t) WHERE f.i IS NOT NULL;[1];",
            })
    void patternsUseThem(String pattern, String found, String operator) {
        runs.run("CREATE INDEX FOR ()-[r:FLIES]-() ON (r.day)");
        runs.run("CREATE INDEX FOR ()-[r:FLIES]-() ON (r.kind)");
        runs.run("CREATE CONSTRAINT FOR ()-[r:FLIES]-() REQUIRE r.no IS UNIQUE");
        String query = "MATCH " + pattern + " RETURN t.i AS i, f.i = t.i AS same ORDER BY i";
        assertThat(runs.run(query).stream().map(row -> row.get(0)).toList()).hasToString(found);
        assertThat(runs.run(query)).allMatch(row -> row.get(1).equals(true));
        runs.run("EXPLAIN " + query);
        assertThat(runs.plan.toString()).contains(operator == null ? "Expand" : operator + "@neo4j");
    }

    @Test
    void aTransactionFindsWhatItHasJustMadeByTheIndex() {
        runs.run("CREATE CONSTRAINT FOR ()-[r:FLIES]-() REQUIRE r.no IS UNIQUE");
        assertThat(runs.run(
                                "MATCH ()-[r:FLIES {no: 7}]->() SET r.no = 700 WITH r CREATE ()-[:FLIES {no: 701}]->()"
                                        + " WITH 1 AS one MATCH ()-[s:FLIES]->() WHERE s.no >= 700 RETURN s.no AS no ORDER BY no")
                        .toString())
                .isEqualTo("[[700], [701]]");
        assertThat(runs.run("MATCH ()-[r:FLIES {no: 7}]->() RETURN r")).isEmpty();
    }
}
