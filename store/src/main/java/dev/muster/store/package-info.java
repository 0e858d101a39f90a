/**
 * One database's data on this server: graph records, the label index, the transaction log, checkpoints, identity, and
 * the stream a whole database travels as.
 *
 * <p>Start at {@link dev.muster.store.Store}. Readers hold a {@link dev.muster.store.PinnedVersion}; a transaction is a
 * {@link dev.muster.store.change.ChangeSet}, applied alike on every member. <b>Lane.</b> Everything but a pinned version
 * belongs to the database's lane. Knows nothing of Raft or the network.
 */
package dev.muster.store;
