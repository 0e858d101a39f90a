package dev.muster.node.launcher;

/** Told what is being waited for; short phrases for a status line. Called on the caller's thread. */
@FunctionalInterface
public interface Progress {
    /** Says nothing to nobody. */
    Progress SILENT = what -> {};

    void at(String what);
}
