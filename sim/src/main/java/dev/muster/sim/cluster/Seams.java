package dev.muster.sim.cluster;

import dev.muster.backup.online.BackupReport;
import dev.muster.node.server.ServerParts;
import dev.muster.runtime.World;

/**
 * What may come between a simulated server and everything around it: below it the world, inside it the parts it is built of,
 * above it what clients ask and hear. Tests plant bugs here, to see that they are found. {@link #world} and {@link #parts} are
 * called once for each start of a server, the others once per transaction, on the simulation's thread.
 */
public interface Seams {
    /** Servers as they are. */
    Seams NONE = new Seams() {};

    /** The world that the server gets in the place of its own. */
    default World world(String server, World own) {
        return own;
    }

    /** What the server is built of. */
    default ServerParts parts(String server, ServerParts standard) {
        return standard;
    }

    /** What the server takes a client's request for. */
    default ClientRequest request(String server, ClientRequest asked) {
        return asked;
    }

    /** What the person who made a backup is told. */
    default BackupReport report(BackupReport report) {
        return report;
    }

    /** What the client is told. */
    default ClientAnswer answer(String server, ClientRequest asked, ClientAnswer answer) {
        return answer;
    }
}
