package dev.muster.node.server;

/** Every reason for a server not to start that its owner can do something about. */
public enum ServerError {
    DATA_IN_USE("the data directory %s is in use by another server; stop that one, or give this one another directory"),
    DATA_OF_ANOTHER_SERVER(
            "the data directory %s belongs to server '%s', and this is '%s'; point server.directories.data at this server's own data"),
    DATA_OF_NEWER_FORMAT(
            "the data directory %s has format %s, which is newer than this program knows (%s); use a newer Muster"),
    DATA_MARK_DAMAGED(
            "%s cannot be read (%s); restore it from a backup of the directory, or start with an empty directory"),
    NO_CLUSTER(
            "no server of a cluster to join answered at any of %s (the last one, %s: %s); start those servers, or correct dbms.cluster.endpoints"),
    INITIAL_USER_UNREADABLE(
            "%s cannot be read (%s); set the initial password again with `muster admin dbms set-initial-password`, or remove the file"),
    CANNOT_LISTEN("%s: %s"),
    CANNOT_SERVE("%s; end the program that uses the address, or give this server another one"),
    BAD_TLS("%s"),
    BAD_TOKEN(
            "the token in %s cannot be used: %s; make one with `openssl rand -hex 32`, the same for servers and backup clients"),
    FAULTS_UNREADABLE("%s; remove the file, or set muster.faults.enabled=false"),
    CANNOT_WRITE("%s cannot be written: %s"),
    INTERRUPTED("the start was interrupted");

    private final String text;

    ServerError(String text) {
        this.text = text;
    }

    Refusal because(Object... details) {
        return new Refusal(this, text.formatted(details));
    }

    /** The server does not start; the message is one sentence for its owner. */
    public static final class Refusal extends RuntimeException {
        private static final long serialVersionUID = 1;

        private final ServerError error;

        Refusal(ServerError error, String message) {
            super(message);
            this.error = error;
        }

        public ServerError error() {
            return error;
        }
    }
}
