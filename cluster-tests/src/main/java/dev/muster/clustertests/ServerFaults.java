package dev.muster.clustertests;

import dev.muster.node.launcher.Faults;
import dev.muster.runtime.faulty.DiskFault;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;

/**
 * Breaks what is around the servers of a cluster of processes: links, disks, clocks. Each call returns when the servers have
 * confirmed what is in force. Clients reach every server whatever its links to the others.
 */
public final class ServerFaults {
    private final Faults faults;
    private final String cluster;

    ServerFaults(Faults faults, String cluster) {
        this.faults = faults;
        this.cluster = cluster;
    }

    /** Cuts a server off from all others, in both ways. */
    public void isolate(String server) {
        faults.world().partition(cluster, List.of(server), faults.world().others(cluster, List.of(server)), false);
    }

    /** Lets nothing arrive that the server sends to the others. */
    public void mute(String server) {
        faults.world().partition(cluster, List.of(server), faults.world().others(cluster, List.of(server)), true);
    }

    /** Lets frames between the server and the others take longer, each way. */
    public void delay(String server, Duration longer) {
        faults.world().delay(cluster, server, faults.world().others(cluster, List.of(server)), longer.toMillis(), 0);
    }

    /** Leaves no new space on the server's disk. */
    public void diskFull(String server) {
        faults.world().diskFull(cluster, server);
    }

    /** Lets every sync of the server's disk fail. */
    public void failingSyncs(String server) {
        faults.world().diskError(cluster, server, EnumSet.of(DiskFault.Action.SYNC));
    }

    /** Sets the server's clock ahead; a negative time sets it behind. */
    public void clockSkew(String server, Duration by) {
        faults.world().clockSkew(cluster, server, by.toMillis());
    }

    /** Ends all faults, starts what ended of them, and returns when all those servers are ready. */
    public void heal() {
        faults.heal(cluster);
    }
}
