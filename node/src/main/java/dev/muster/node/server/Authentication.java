package dev.muster.node.server;

import dev.muster.bolt.Authenticator;
import dev.muster.catalog.security.InitialUser;
import dev.muster.node.access.Logins;
import dev.muster.node.access.SecurityLog;
import dev.muster.node.config.ServerConfig;
import dev.muster.node.query.Queries;
import dev.muster.runtime.Disk;
import dev.muster.runtime.World;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** What the configuration says about who may log in. */
final class Authentication {
    private Authentication() {}

    /** Everybody may, and is nobody in particular, where authentication is off. */
    static Authenticator of(ServerConfig config, Queries queries) {
        return config.authentication().enabled() ? queries.logins() : token -> new Authenticator.Login(null, false);
    }

    static Queries.Passwords passwords(ServerConfig config) {
        ServerConfig.Authentication settings = config.authentication();
        return new Queries.Passwords(
                settings.passwordLengthMin(), new Logins.Limits(settings.attemptsMax(), settings.lockMillis()));
    }

    /** Writes nothing where authentication is off: there would be no names in it. */
    static SecurityLog log(ServerConfig config, World world) {
        ServerConfig.Authentication settings = config.authentication();
        return settings.enabled()
                ? new SecurityLog(
                        world.disk(),
                        world.clock(),
                        world.scheduler().newLane("security-log"),
                        config.directories().securityLog(),
                        new SecurityLog.Limits(settings.logBytes(), settings.logFiles(), settings.logsLogins()))
                : SecurityLog.NONE;
    }

    /** The administrator that a new system begins with. Throws INITIAL_USER_UNREADABLE. */
    static InitialUser initialUser(ServerConfig config, Disk disk) {
        Path file = config.directories().initialUser();
        try {
            return disk.exists(file)
                    ? InitialUser.parse(new String(disk.readAll(file), StandardCharsets.UTF_8))
                    : InitialUser.DEFAULT;
        } catch (IOException | IllegalArgumentException e) {
            throw ServerError.INITIAL_USER_UNREADABLE.because(file, e.getMessage());
        }
    }
}
