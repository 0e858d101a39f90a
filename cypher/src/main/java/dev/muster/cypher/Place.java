package dev.muster.cypher;

/** Where in a statement something stands: offset from 0, line and column from 1. */
public record Place(int offset, int line, int column) {}
