package dev.muster.cypher.value;

/** A node inside a running statement: no more than its id. */
public record NodeRef(long id) {}
