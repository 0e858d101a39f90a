package dev.muster.cypher;

/** Turns statement texts into {@link Statement}s. Any thread; keeps a cache of the statements it has seen. */
public interface CypherEngine {
    /** Parses and checks. Throws {@link CypherException} with line, column and a caret under the place. */
    Statement prepare(String text);

    /** Prepares a few typical statements, since a process's first parse takes some 150 ms. Any thread; best a background lane. */
    void warmUp();
}
