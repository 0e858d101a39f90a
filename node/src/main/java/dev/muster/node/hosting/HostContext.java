package dev.muster.node.hosting;

import dev.muster.raft.RaftServer;
import dev.muster.runtime.Lane;
import dev.muster.runtime.World;
import dev.muster.store.StoreSettings;

/**
 * What every database of a server needs from it.
 *
 * @param checkpointBytes changes after which a checkpoint is taken
 * @param syncLane where files are synced ahead of checkpoints; it may block
 * @param changed told, on any lane, whenever a report changed in what others act upon
 * @param progressed told, on any lane, whenever a database has come further; others hear of it before long
 */
record HostContext(
        World world,
        StoreDirectories directories,
        StoreSettings storeSettings,
        long checkpointBytes,
        Lane syncLane,
        RaftServer raft,
        StoreCopier copier,
        Runnable changed,
        Runnable progressed) {}
