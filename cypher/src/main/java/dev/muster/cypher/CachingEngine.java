package dev.muster.cypher;

/** The engine: remembers the statements it prepared, the least recently used one going first. */
final class CachingEngine implements CypherEngine {
    @Override
    public Statement prepare(String text) {
        throw new CypherException("Neo.ClientError.Statement.NotSupported", "not supported yet: queries");
    }

    @Override
    public void warmUp() {}
}
