/**
 * The transaction log of one database: files {@code muster.transaction.log.<n>}, each a header and records with
 * checksums, rotated by size and pruned by policy ({@link dev.muster.store.log.TransactionLogFiles}).
 *
 * <p>On a full disk the newest records wait in memory ({@code WaitingRecords}); no position, hence no checkpoint, can be had
 * before they are written.
 *
 * <p>Records are opaque here. What lies behind the position of the last checkpoint is cut off when the log is opened;
 * damage before it is a {@link dev.muster.store.CorruptStore}.
 */
package dev.muster.store.log;
