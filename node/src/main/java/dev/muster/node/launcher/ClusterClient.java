package dev.muster.node.launcher;

import java.util.List;

/** What the launcher asks running servers through their client protocol. One method call at a time. */
public interface ClusterClient extends AutoCloseable {
    /** What the server at this Bolt port says of all databases on all servers. Throws {@link Refused}. */
    List<DatabaseRow> showDatabases(int boltPort);

    /**
     * What the server at this Bolt port says of a server's state ({@code Enabled}, {@code Deallocated}, …); empty if it does
     * not know it, or not any more. Throws {@link Refused}.
     */
    String serverState(int boltPort, String server);

    /** Runs a statement where the cluster routes it to. Throws {@link Refused}. */
    void run(int boltPort, String database, String statement);

    @Override
    void close();

    /** One row of {@code SHOW DATABASES}: a database on a server. */
    record DatabaseRow(
            String name,
            String address,
            boolean leader,
            String requestedStatus,
            String currentStatus,
            String message) {}

    /** The servers said no, or did not answer. */
    final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1;

        public Refused(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
