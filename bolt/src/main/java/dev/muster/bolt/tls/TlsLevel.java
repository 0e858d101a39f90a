package dev.muster.bolt.tls;

/** Whether connections are encrypted ({@code server.bolt.tls_level}). */
public enum TlsLevel {
    /** None is. */
    DISABLED,
    /** Those are that begin with TLS; the port takes both kinds. */
    OPTIONAL,
    /** All are; others are hung up on. */
    REQUIRED
}
