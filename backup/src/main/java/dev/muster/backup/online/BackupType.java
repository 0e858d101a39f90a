package dev.muster.backup.online;

/** {@code --type}: what kind of artifact is wanted. */
public enum BackupType {
    /** The whole store. */
    FULL,
    /** The transactions since the last artifact; fails if that is impossible. */
    DIFF,
    /** Differential if possible, else full. */
    AUTO
}
