package dev.muster.backup.protocol;

import dev.muster.runtime.ConnectionSecurity;
import dev.muster.runtime.World;

/**
 * How a client shows servers who it is, and knows them.
 *
 * @param security the TLS of its connections; null for none
 * @param token what both sides prove to know; null for none. With one, servers that do not know it are left alone
 */
public record BackupAccess(ConnectionSecurity security, AccessToken token) {
    /** Without TLS and token, for servers on loopback. */
    public static final BackupAccess NONE = new BackupAccess(null, null);

    /** The world with its connections secured as this wants it. */
    public World in(World world) {
        return security == null
                ? world
                : new World(
                        world.clock(),
                        world.scheduler(),
                        world.random(),
                        world.disk(),
                        world.network().secured(security));
    }
}
