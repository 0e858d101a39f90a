package dev.muster.cypher;

/** Turns statement texts into {@link Statement}s. Any thread; keeps a cache of the statements it has seen. */
public interface CypherEngine {
    /** Parses and checks. Throws {@link CypherException} with line, column and a caret under the place. */
    Statement prepare(String text);
}
