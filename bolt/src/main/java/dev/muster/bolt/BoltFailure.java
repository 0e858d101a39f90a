package dev.muster.bolt;

import java.io.Serial;

/** What a client is told when something fails: a Neo4j status code and a text (facts/bolt.md 5, 7). */
public final class BoltFailure extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    private final String code;

    public BoltFailure(String code, String message) {
        super(message);
        this.code = code;
    }

    /** For instance {@code Neo.ClientError.Cluster.NotALeader}. */
    public String code() {
        return code;
    }
}
