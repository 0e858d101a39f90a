package dev.muster.backup.cli;

import dev.muster.backup.BackupError;
import dev.muster.backup.BackupException;
import dev.muster.backup.folder.FolderBackup;
import dev.muster.backup.online.BackupRequest;
import dev.muster.backup.protocol.BackupAccess;
import dev.muster.runtime.SocketAddress;
import dev.muster.store.StoreCheck.Part;
import java.io.IOException;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * {@code neo4j-backup}, as it was called from 1.x to 3.x (facts D.1): one dash, one database, one folder. Of several addresses of a
 * cluster the first that can serve does.
 */
@Command(
        name = "neo4j-backup",
        description =
                "Backs up a database into a folder that is brought up to date: the 1.x to 3.x form of 'database backup'.",
        exitCodeOnInvalidInput = ExitCodes.FAILED,
        exitCodeOnExecutionException = ExitCodes.FAILED)
final class Neo4jBackupCommand implements Callable<Integer> {
    private static final int DEFAULT_PORT = 6362;

    private final AdminCommandLine.Context context;

    @Spec
    private CommandSpec spec;

    @Mixin
    private CommonOptions common;

    @Option(names = "-full", description = "1.x: begins a backup in an empty directory.")
    private boolean full;

    @Option(
            names = "-incremental",
            description = "1.x: continues the backup in the directory, and never begins another.")
    private boolean incremental;

    @Option(names = "-host", paramLabel = "<host>", description = "The server.")
    private String host;

    @Option(names = "-port", paramLabel = "<port>", description = "Its backup port. Default: 6362.")
    private Integer port;

    @Option(
            names = "-from",
            paramLabel = "<uri>",
            description = "single://host[:port], or ha://host[:port],host[:port] of members of a cluster.")
    private String from;

    @Option(names = "-to", paramLabel = "<directory>", description = "The directory of the backup; made if missing.")
    private String to;

    @Option(
            names = "-verify",
            paramLabel = "true|false",
            arity = "0..1",
            fallbackValue = "true",
            defaultValue = "true",
            description = "Checks the backup afterwards. Default: ${DEFAULT-VALUE}.")
    private boolean verify;

    @Option(
            names = "-database",
            paramLabel = "<database>",
            defaultValue = "neo4j",
            description = "Ours: which database; those versions had one. Default: ${DEFAULT-VALUE}.")
    private String database;

    @Option(
            names = "-timeout",
            paramLabel = "<n>[ms|s|m|h]",
            defaultValue = "20m",
            description = "How long the server may be" + " silent. Default: ${DEFAULT-VALUE}.")
    private String timeout;

    @Option(names = "-config", paramLabel = "<file>", description = "A file of settings, as --additional-config.")
    private Path config;

    @Option(
            names = {"-cluster", "-consistency-checker"},
            paramLabel = "<name>",
            description = "Accepted; has no effect: members know their cluster, and there is one checker.")
    private String ignored;

    @Option(names = "-gather-forensics", description = "Accepted; has no effect.")
    private boolean forensics;

    Neo4jBackupCommand(AdminCommandLine.Context context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        context.err()
                .println(
                        "WARNING: neo4j-backup is deprecated; use 'muster admin database backup', whose artifacts never change.");
        if (full && incremental) {
            throw wrong("Specify either -full or -incremental");
        }
        if (to == null) {
            throw wrong("Specify target location with -to <target-directory>");
        }
        List<SocketAddress> sources = sources();
        if (config != null) {
            common.additionalConfig = config;
        }
        String shown = sources.stream().map(SocketAddress::toString).collect(Collectors.joining(","));
        context.out().println("Performing backup from '" + shown + "'");
        return Guard.run(context, common.verbose, false, () -> run(sources, shown));
    }

    private int run(List<SocketAddress> sources, String shown) throws IOException {
        Path folder = LocalPaths.of("-to", to, "folder").toAbsolutePath().normalize();
        if (full && !context.world().get().disk().list(folder).isEmpty()) {
            throw BackupError.NOT_EMPTY.with(folder);
        }
        if (incremental && context.world().get().disk().list(folder).isEmpty()) {
            throw BackupError.NO_PREVIOUS_BACKUP.with(database, folder);
        }
        ServerDirectories configured = Configuration.resolve(context, common);
        Set<Part> parts = verify ? Set.of(Part.GRAPH, Part.INDEXES, Part.COUNTS) : null;
        FolderRun run = new FolderRun(
                context,
                request(sources, folder, configured.access().get()),
                incremental ? FolderBackup.Fallback.NONE : FolderBackup.Fallback.TO_FULL,
                new FolderRun.Check(parts, Path.of(".")));
        try {
            int exitCode = run.run(database.toLowerCase(Locale.ROOT), folder);
            if (exitCode != ExitCodes.OK) {
                context.err().println("WARNING: The database is inconsistent.");
                return ExitCodes.FAILED;
            }
            context.out().println("Done");
            return ExitCodes.OK;
        } catch (BackupException e) {
            if (e.error() == BackupError.NO_SERVER_ANSWERED) {
                context.err().println("Couldn't connect to '" + shown + "'");
            }
            context.err().println("Backup failed.");
            throw e;
        }
    }

    private BackupRequest request(List<SocketAddress> sources, Path folder, BackupAccess access) {
        BackupRequest defaults = BackupRequest.of(List.of(database), sources, folder, ZoneId.systemDefault());
        return new BackupRequest(
                        defaults.databases(),
                        defaults.sources(),
                        folder,
                        defaults.type(),
                        defaults.compression(),
                        defaults.onFailure(),
                        defaults.parentRule(),
                        defaults.answerTimeoutMillis(),
                        OldOptions.timeoutMillis(spec, "-timeout", timeout),
                        defaults.zone())
                .withAccess(access);
    }

    /** The addresses as the generations wrote them: {@code -host} and {@code -port}, or a URI, whose scheme may be missing. */
    private List<SocketAddress> sources() {
        if (host != null || port != null) {
            if (host == null) {
                throw wrong("Please properly specify a location to backup in the form -host <host> -port <port>");
            }
            return List.of(new SocketAddress(host, port == null ? DEFAULT_PORT : port));
        }
        if (from == null) {
            throw wrong("Please specify -host and optionally -port, examples: -host 192.168.1.34 -port 6362");
        }
        int scheme = from.indexOf("://");
        String kind = scheme < 0 ? "single" : from.substring(0, scheme);
        if (!kind.equals("single") && !kind.equals("ha")) {
            throw wrong(kind
                    + " was specified as a backup module but it was not found. Please make sure that the implementing"
                    + " service is on the classpath.");
        }
        List<SocketAddress> sources = new ArrayList<>();
        for (String address : from.substring(scheme < 0 ? 0 : scheme + 3).split(",")) {
            sources.add(OldOptions.address(spec, address, DEFAULT_PORT));
        }
        return sources;
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
