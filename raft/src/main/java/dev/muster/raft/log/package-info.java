/**
 * The write-ahead log that all groups of a server share: segments, records, recovery, retention. Start at {@link
 * dev.muster.raft.log.WriteAheadLog}.
 *
 * <p><b>On disk.</b> A segment is a preallocated file: a header (owner, format, number), then records. A record is a
 * 48-byte header with its own checksum (group, kind, index, term, chain number) and a payload with another. Each write
 * begins with a batch record that says from where on the segment was not yet synced; damage before that place is not a
 * torn write. The chain number counts a group's records, so that a
 * hole shows whose records it swallowed.
 *
 * <p><b>Retention.</b> Every segment begins with copies of each group's small records (identity, members, term,
 * snapshot, cut). So only entries pin a segment; the oldest one goes when none of its entries is live. A few stragglers
 * are copied forward; a group with many is asked for a snapshot.
 *
 * <p><b>Files are used again.</b> Writing a new file full of zeros before its records doubles what is written, so the file
 * of a segment that was let go becomes a later one. What it held still stands there, behind what has been written since; it
 * is told apart by the checksums of the records' headers, which carry the number of the segment they were written to. A
 * segment gets its name only when its header and its first records are durable and the one before it is synced to its end
 * ({@link dev.muster.raft.log.SegmentFiles}). Files of format 1, which had neither, are still read.
 *
 * <p><b>Full disk.</b> Once a segment is half full a spare file stands ready for the next. While it cannot be made, the log says {@linkplain
 * dev.muster.raft.log.WriteAheadLog#full full} and groups refuse proposals, but terms, votes and what leaders send still
 * fit into the current segment. If even that runs out, the batches wait, with everything that depends on them, and are
 * written (never synced a second time after a failed sync) when space returns: the server is silent meanwhile, as if it
 * were cut off, and nothing that was acknowledged is lost.
 *
 * <p><b>Failed sync.</b> Fatal: nothing is released any more and the listener is told once.
 *
 * <p>Knows nothing of consensus or the network: payloads are bytes.
 */
package dev.muster.raft.log;
