package dev.muster.cypher.engine;

import dev.muster.cypher.CypherEngine;

/** Makes {@link CypherEngine}s. */
public final class CypherEngines {
    private CypherEngines() {}

    /** An engine with an empty cache; one per server is enough. */
    public static CypherEngine create() {
        return new CachingEngine();
    }
}
