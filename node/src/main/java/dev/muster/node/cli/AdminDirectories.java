package dev.muster.node.cli;

import dev.muster.backup.BackupError;
import dev.muster.backup.cli.ServerDirectories;
import dev.muster.backup.protocol.BackupAccess;
import dev.muster.node.config.BackupSecurity;
import dev.muster.node.config.ConfigException;
import dev.muster.node.config.ConfigFile;
import dev.muster.node.config.ServerConfig;
import dev.muster.node.server.DataDirectory;
import dev.muster.node.server.ServerError;
import dev.muster.node.server.ServerNetworks;
import dev.muster.node.server.Unbinding;
import dev.muster.runtime.Disk;
import dev.muster.runtime.World;
import dev.muster.runtime.real.tls.TlsProblem;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Where the server that administration commands are about keeps its files: its configuration is looked for in {@code
 * NEO4J_CONF}, else in {@code conf} of {@code NEO4J_HOME}, else of the current directory. Later files win: {@code
 * neo4j.conf} or {@code muster.conf}, {@code neo4j-admin.conf},
 * {@code neo4j-admin-database-backup.conf}, {@code --additional-config}.
 */
final class AdminDirectories implements ServerDirectories.Resolver {
    /** Several servers may share a file, and be named where they are started; a command needs no name. */
    private static final ConfigFile NAMED =
            ConfigFile.of("administration commands", Map.of("muster.server.name", "admin"));

    private final Disk disk;
    private final Supplier<World> world;
    private final Map<String, String> environment;

    /** Reads with {@code disk}; {@code world} is for the commands that change something. */
    AdminDirectories(Disk disk, Supplier<World> world, Map<String, String> environment) {
        this.disk = disk;
        this.world = world;
        this.environment = environment;
    }

    @Override
    public ServerDirectories resolve(Path additionalConfig, boolean expandCommands) {
        Path conf = confDirectory();
        List<ConfigFile> layers = new ArrayList<>(List.of(NAMED));
        try {
            for (String name :
                    List.of("neo4j.conf", "muster.conf", "neo4j-admin.conf", "neo4j-admin-database-backup.conf")) {
                if (disk.exists(conf.resolve(name))) {
                    layers.add(read(conf.resolve(name), expandCommands));
                }
            }
            if (additionalConfig != null) {
                layers.add(read(additionalConfig, expandCommands));
            }
            ServerConfig config = ServerConfig.of(home(conf), layers);
            ServerConfig.Directories directories = config.directories();
            return new ServerDirectories(
                    directories.stores(),
                    directories.transactionLogs(),
                    directories.scripts(),
                    directories.dumps(),
                    directories.clusterState().resolve("server.lock"),
                    config.backupInactivityMillis(),
                    () -> serverId(directories.clusterState()),
                    new Unbinding(world, directories),
                    () -> access(config.backupSecurity()));
        } catch (ConfigException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        } catch (IOException e) {
            throw new IllegalArgumentException("the configuration cannot be read: " + e.getMessage(), e);
        }
    }

    private ConfigFile read(Path file, boolean expandCommands) throws IOException {
        return CommandValues.expand(ConfigFile.read(disk, file), file, expandCommands);
    }

    private String serverId(Path clusterState) {
        try {
            return DataDirectory.serverIdIn(disk, clusterState);
        } catch (IOException | ServerError.Refusal e) {
            throw BackupError.BAD_CONFIGURATION.because(e, e.getMessage());
        }
    }

    private BackupAccess access(BackupSecurity security) {
        try {
            return new BackupAccess(
                    security.backup() == null ? null : security.backup().clientSecurity(),
                    ServerNetworks.token(disk, security));
        } catch (TlsProblem | ServerError.Refusal e) {
            throw BackupError.BAD_CONFIGURATION.because(e, e.getMessage());
        }
    }

    private Path confDirectory() {
        String conf = environment.getOrDefault("NEO4J_CONF", "");
        return conf.isBlank()
                ? homeFromEnvironment().resolve("conf")
                : Path.of(conf).toAbsolutePath();
    }

    private Path homeFromEnvironment() {
        return Path.of(environment.getOrDefault("NEO4J_HOME", "")).toAbsolutePath();
    }

    /** As a server started with this configuration would take it. */
    private Path home(Path conf) {
        if (environment.containsKey("NEO4J_HOME")) {
            return homeFromEnvironment();
        }
        boolean inConf =
                conf.getFileName() != null && conf.getFileName().toString().equals("conf");
        return inConf ? conf.getParent() : conf;
    }
}
