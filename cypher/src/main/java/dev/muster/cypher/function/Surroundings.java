package dev.muster.cypher.function;

import dev.muster.cypher.value.GraphView;
import java.util.random.RandomGenerator;

/** What a function may know beside its arguments: the graph and its name, the statement's time, and chance. */
public record Surroundings(GraphView graph, String databaseName, long statementMillis, RandomGenerator random) {}
