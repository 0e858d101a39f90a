package dev.muster.cypher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.store.value.NodeValue;
import dev.muster.store.value.RelationshipValue;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the procedures of db.schema tell of a graph. */
class SchemaProceduresTest {
    private final TestRuns runs = new TestRuns();

    @BeforeEach
    void fill() {
        runs.run("CREATE CONSTRAINT one_name FOR (p:Person) REQUIRE p.name IS UNIQUE");
        runs.run("CREATE INDEX by_born FOR (p:Person) ON (p.born, p.name)");
        runs.run(
                "CREATE (ann:Person:Author {name: 'Ann', born: date('1970-01-01'), tags: ['a']}),"
                        + " (bob:Person {name: 'Bob', age: 7}), (cid:Person {name: 'Cid', age: 7.5, at: point({x: 1, y: 2})}),"
                        + " (:Empty), (book:Book {on: datetime('2020-01-01T00:00:00Z'), good: true, long: duration('PT1S')}),"
                        + " (ann)-[:WROTE {year: 1999}]->(book), (bob)-[:WROTE]->(book), (bob)-[:KNOWS]->(ann), (book)-[:OF]->()");
    }

    @Test
    void nodesAreTalliedByTheirLabelsAndProperties() {
        assertThat(runs.columns("CALL db.schema.nodeTypeProperties()"))
                .containsExactly("nodeType", "nodeLabels", "propertyName", "propertyTypes", "mandatory");
        assertThat(String.join(
                        "\n",
                        runs.run("CALL db.schema.nodeTypeProperties()").stream()
                                .map(Object::toString)
                                .toList()))
                .isEqualTo("""
                        [, [], null, null, false]
                        [:`Author`:`Person`, [Author, Person], born, [Date], true]
                        [:`Author`:`Person`, [Author, Person], name, [String], true]
                        [:`Author`:`Person`, [Author, Person], tags, [StringArray], true]
                        [:`Book`, [Book], good, [Boolean], true]
                        [:`Book`, [Book], long, [Duration], true]
                        [:`Book`, [Book], on, [DateTime], true]
                        [:`Empty`, [Empty], null, null, false]
                        [:`Person`, [Person], age, [Double, Long], true]
                        [:`Person`, [Person], at, [Point], false]
                        [:`Person`, [Person], name, [String], true]""");
    }

    @Test
    void relationshipsAreTalliedByTheirTypesAndProperties() {
        assertThat(runs.columns("CALL db.schema.relTypeProperties()"))
                .containsExactly("relType", "propertyName", "propertyTypes", "mandatory");
        assertThat(runs.run("CALL db.schema.relTypeProperties()"))
                .hasToString(
                        "[[:`KNOWS`, null, null, false], [:`OF`, null, null, false], [:`WROTE`, year, [Long], false]]");
    }

    @Test
    void thePictureHasANodeForEachLabelAndARelationshipForEachPairOfThem() {
        assertThat(runs.columns("CALL db.schema.visualization()")).containsExactly("nodes", "relationships");
        List<Object> picture = runs.run("CALL db.schema.visualization()").get(0);
        List<?> nodes = (List<?>) picture.get(0);
        assertThat(nodes)
                .extracting(node -> ((NodeValue) node).labels().get(0))
                .containsExactly("Author", "Book", "Empty", "Person");
        assertThat(nodes.get(3))
                .isEqualTo(
                        new NodeValue(
                                -4,
                                "-4",
                                List.of("Person"),
                                Map.of(
                                        "name",
                                        "Person",
                                        "indexes",
                                        List.of("born,name"),
                                        "constraints",
                                        List.of(
                                                "CREATE CONSTRAINT one_name IF NOT EXISTS FOR (e:Person) REQUIRE (e.name) IS UNIQUE"))));
        assertThat((List<?>) picture.get(1))
                .extracting(one -> (RelationshipValue) one)
                .extracting(one -> one.id() + " " + one.startElementId() + " " + one.type() + " " + one.endElementId())
                .containsExactly("-1 -1 WROTE -2", "-2 -4 KNOWS -1", "-3 -4 KNOWS -4", "-4 -4 WROTE -2");
    }

    @Test
    void theyCanBePartsOfAQueryAndOfAnEmptyGraph() {
        assertThat(
                        runs.value(
                                "CALL db.schema.visualization() YIELD nodes, relationships RETURN size(nodes) + size(relationships)"))
                .isEqualTo(8L);
        assertThat(runs.run(
                        "CALL db.schema.nodeTypeProperties() YIELD nodeLabels, propertyName WHERE propertyName = 'age'"
                                + " RETURN nodeLabels"))
                .containsExactly(List.of(List.of("Person")));
        TestRuns empty = new TestRuns();
        assertThat(empty.run("CALL db.schema.visualization()")).containsExactly(List.of(List.of(), List.of()));
        assertThat(empty.run("CALL db.schema.nodeTypeProperties()")).isEmpty();
        assertThat(empty.run("CALL db.schema.relTypeProperties()")).isEmpty();
    }
}
