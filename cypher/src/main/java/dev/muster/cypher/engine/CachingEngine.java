package dev.muster.cypher.engine;

import dev.muster.cypher.CypherEngine;
import dev.muster.cypher.Statement;
import dev.muster.cypher.ast.Command;
import dev.muster.cypher.error.CypherError;
import dev.muster.cypher.parse.Parsed;
import dev.muster.cypher.parse.StatementParser;
import dev.muster.cypher.plan.QueryCompiler;
import java.util.LinkedHashMap;
import java.util.Map;

/** The engine: remembers the statements it prepared, the least recently used one going first. */
final class CachingEngine implements CypherEngine {
    /** A statement with its plan takes some tens of kilobytes. */
    private static final int CACHED_MAX = 500;

    /** Texts this long are bulk data, not worth keeping. Commands about users are not kept either: they can hold passwords. */
    private static final int CACHED_TEXT_MAX = 50_000;

    private final Map<String, Statement> cache = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Statement> eldest) {
            return size() > CACHED_MAX;
        }
    };

    @Override
    public Statement prepare(String text) {
        synchronized (cache) {
            Statement known = cache.get(text);
            if (known != null) {
                return known;
            }
        }
        Statement prepared = prepareAnew(text);
        if (text.length() <= CACHED_TEXT_MAX && !(prepared instanceof PreparedSecurity)) {
            synchronized (cache) {
                cache.put(text, prepared);
            }
        }
        return prepared;
    }

    private static Statement prepareAnew(String text) {
        Parsed parsed = StatementParser.parse(text, AdminProcedure.names());
        if (parsed.command() != null) {
            Statement command = command(parsed);
            return switch (parsed.mode()) {
                case RUN -> command;
                case EXPLAIN -> new ExplainedCommand(command);
                case PROFILE -> throw CypherError.NOT_SUPPORTED.exception("PROFILE of a command");
            };
        }
        return new PreparedQuery(
                parsed,
                new QueryCompiler(parsed.source(), parsed.notices()).compile(parsed.query()),
                QueryCompiler.parameters(parsed.query()),
                parsed.notices());
    }

    private static Statement command(Parsed parsed) {
        if (parsed.command() instanceof Command.Security) {
            return new PreparedSecurity(parsed);
        } else if (parsed.command() instanceof Command.Procedure) {
            return new PreparedCall(parsed);
        }
        if (parsed.command() instanceof Command.Listing) {
            return new PreparedListing(parsed);
        }
        return PreparedSchema.isOne(parsed.command()) ? new PreparedSchema(parsed) : new PreparedCommand(parsed);
    }

    @Override
    public void warmUp() {
        prepareAnew("RETURN 1 AS one");
        prepareAnew("MATCH (a:A {x: $x})-[r:R*1..2]->(b) WHERE NOT (a)-[:S]-(b) AND b.y > 1 WITH a, count(r) AS n"
                + " ORDER BY n DESC LIMIT 5 RETURN a.x, n");
        prepareAnew("UNWIND $rows AS row MERGE (a:A {id: row.id}) ON CREATE SET a += row.properties RETURN count(*)");
        prepareAnew("MATCH (a) WHERE id(a) = $id CREATE (a)-[:R {since: date()}]->(:B) SET a.x = toString(1.5)");
        prepareAnew("SHOW DATABASES YIELD name, currentStatus WHERE name STARTS WITH 'n' RETURN *");
    }
}
