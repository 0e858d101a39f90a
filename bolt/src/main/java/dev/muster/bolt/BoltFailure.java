package dev.muster.bolt;

import dev.muster.bolt.status.ErrorDetail;
import java.io.Serial;

/** What a client is told when something fails: a Neo4j status code and a text (facts/bolt.md 5, 7). */
public final class BoltFailure extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    private final String code;
    private final transient ErrorDetail detail;

    public BoltFailure(String code, String message) {
        this(code, message, ErrorDetail.NONE);
    }

    /** {@code detail}: what clients learn besides, since Bolt 5.7. */
    public BoltFailure(String code, String message, ErrorDetail detail) {
        super(message);
        this.code = code;
        this.detail = detail;
    }

    /** For instance {@code Neo.ClientError.Cluster.NotALeader}. */
    public String code() {
        return code;
    }

    /** What is known of it beyond code and text. */
    public ErrorDetail detail() {
        return detail;
    }
}
