package dev.muster.raft.log;

/** Where a lane's turns go to become durable: all that a gate between a lane and the world needs of a log. Any thread. */
public interface TurnLog {
    /**
     * Hands over the records of a turn. {@code released} runs on the log's lane once they are durable; never, if the log
     * fails. From then on the batch is the lane's again. The batches of one lane are released in the order in which they came.
     */
    void submit(LogBatch batch, Runnable released);

    /** Why the log has ended, or null. */
    Throwable failure();
}
