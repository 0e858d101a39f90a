package dev.muster.node.launcher;

/** A database whose copy on one server is damaged, with the server's reason; the server's other databases are well. */
public record DirtyDatabase(String server, String database, String reason) {}
