package dev.muster.node.discovery;

/** What an address of a server is for. */
public enum Purpose {
    BOLT,
    ROUTING,
    HTTP,
    BACKUP,
    CLUSTER,
    RAFT,
    DISCOVERY
}
