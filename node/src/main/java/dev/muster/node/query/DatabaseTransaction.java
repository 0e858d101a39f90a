package dev.muster.node.query;

import dev.muster.bolt.BoltFailure;
import dev.muster.bolt.QueryService;
import dev.muster.cypher.ExecutionContext.Outside;
import dev.muster.cypher.Statement;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/**
 * One client's transaction on one database, which may be on this server ({@link ServerTransaction}) or on another.
 *
 * <p><b>Lane.</b> Any thread, but one at a time, except {@link #terminate}; nothing blocks, but for what {@link Caller#result}
 * holds up.
 */
public interface DatabaseTransaction {
    /** The name of its database. */
    String database();

    /** The statement, which is for this database whatever its USE calls it, once it can be run. */
    CompletionStage<Statement> prepared(Statement statement);

    /** Runs a {@link #prepared} statement, whose text is {@code query}. */
    CompletionStage<QueryService.Result> run(
            String query, Statement statement, Map<String, Object> parameters, Caller caller);

    /** Commits; completes with the bookmark. The transaction is over, whatever happens. */
    CompletionStage<String> commit();

    /** Rolls back; harmless when already over. */
    void rollback();

    /** Makes whatever is running or comes next on it fail soon with this failure. Any thread. */
    void terminate(BoltFailure reason);

    /** Who has a statement run. */
    interface Caller {
        /** What a statement on this server may use besides its transaction. */
        Outside outside(ServerTransaction target);

        /** Holds the caller up until the stage is complete; throws what it fails with. */
        <T> T result(CompletionStage<T> stage);
    }
}
