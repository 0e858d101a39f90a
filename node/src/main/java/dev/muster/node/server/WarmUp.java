package dev.muster.node.server;

import dev.muster.cypher.CypherEngine;
import java.util.List;

/** Parses statements of different kinds, so that the first client does not wait for the parser to be loaded. */
final class WarmUp {
    private static final List<String> STATEMENTS = List.of(
            "RETURN 1",
            "SHOW DATABASES",
            "MATCH (n:Label {key: $value})-[r:TYPE]->(m) WHERE m.x > 1 RETURN n.key AS key, count(r) ORDER BY key LIMIT 10",
            "UNWIND $rows AS row CREATE (n:Label) SET n = row.properties RETURN id(n)",
            "MERGE (n:Label {key: 1}) ON CREATE SET n.created = datetime() RETURN n");

    private WarmUp() {}

    static void of(CypherEngine cypher) {
        STATEMENTS.forEach(cypher::prepare);
    }
}
