package dev.muster.node.launcher;

/** What was done to a server on purpose. */
public enum FaultKind {
    NONE,
    /** Ended with SIGKILL. */
    KILLED,
    /** Frozen with SIGSTOP. */
    PAUSED
}
