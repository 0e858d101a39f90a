/**
 * Consensus: one {@link dev.muster.raft.RaftGroup} per database, all groups of a server over one shared write-ahead log
 * and one listening address, hosted by {@link dev.muster.raft.RaftServer}.
 *
 * <p>Who does what: elections, replication and membership rules are MicroRaft's (decision 0001); the log on disk, the
 * wire, the lanes and the order "durable before anything leaves" are ours. What a group decides about is given from
 * outside as {@link dev.muster.raft.StateMachine}. Knows nothing of databases, Cypher or backups.
 *
 * <p>Log positions of one group, which always hold in this order: {@code snapshot index <= applied index <= commit index
 * <= last index}.
 */
package dev.muster.raft;
