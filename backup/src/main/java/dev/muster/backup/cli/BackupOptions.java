package dev.muster.backup.cli;

import dev.muster.backup.online.BackupType;
import dev.muster.catalog.security.MetadataChoice;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/** The options and parameters of {@code database backup} (facts A.3); those our store has no use for are accepted. */
final class BackupOptions {
    private static final String NO_EFFECT = "Accepted; has no effect: ";

    @Parameters(
            arity = "0..*",
            paramLabel = "<database>",
            defaultValue = "neo4j",
            description = "Names or patterns (* and ?, quoted) of the databases. Default: ${DEFAULT-VALUE}.")
    List<String> databases;

    @Option(
            names = "--from",
            paramLabel = "<host:port>",
            split = ",",
            defaultValue = "localhost:6362",
            description = "Servers, tried in the order given. May be repeated. Default: ${DEFAULT-VALUE}.")
    List<String> from;

    @Option(
            names = "--to-path",
            paramLabel = "<path>",
            description = "Folder of the artifacts, also searched for the parent of a differential. Must exist.")
    String toPath;

    @Option(
            names = "--inspect-path",
            paramLabel = "<path>",
            description = "Prints what the artifact or the artifacts of the folder say of themselves; takes no backup.")
    Path inspectPath;

    @Option(
            names = "--type",
            paramLabel = "<type>",
            defaultValue = "AUTO",
            converter = TypeConverter.class,
            description = "FULL, DIFF or AUTO (differential if possible). Default: ${DEFAULT-VALUE}.")
    BackupType type;

    @Option(
            names = "--compress",
            arity = "0..1",
            paramLabel = "true|false",
            fallbackValue = "true",
            defaultValue = "true",
            description = "Packs the artifact. Default: ${DEFAULT-VALUE}.")
    boolean compress;

    @Option(
            names = "--keep-failed",
            arity = "0..1",
            paramLabel = "true|false",
            fallbackValue = "true",
            defaultValue = "false",
            description = "Keeps what a failed backup had written, as '….backup.failed'. Default: ${DEFAULT-VALUE}.")
    boolean keepFailed;

    @Option(
            names = "--prefer-diff-as-parent",
            description = "A differential continues the last differential, even if a full was taken since.")
    boolean preferDiffAsParent;

    @Option(
            names = "--report",
            paramLabel = "<file|->",
            description = "Also writes the outcome as JSON into a file, or to stdout (and then nothing else there).")
    String report;

    @Option(names = "--json", description = "The same as --report=-.")
    boolean json;

    @Option(
            names = "--detailed-exit-codes",
            description =
                    "Splits exit code 1. 10: all saved, but a server was silent or failed; 11: no server answered; 12: not"
                            + " found; 13: not running; 14: no chain to continue; 15: no server could deliver; 16: folder missing or"
                            + " full; 17: folder in use; 18: broken off; 19: databases failed for different reasons; 20: the key"
                            + " is missing or another one than the chain's; 21: all saved, but no leader"
                            + " confirmed of a database that nothing newer was acknowledged.")
    boolean detailedExitCodes;

    @Option(
            names = "--inactivity-timeout",
            paramLabel = "<seconds>",
            description = "How long a server may be silent in the middle. Default: the setting"
                    + " dbms.cluster.network.client_inactivity_timeout, else 600.")
    Long inactivitySeconds;

    @Option(
            names = "--remote-address-resolution",
            arity = "0..1",
            paramLabel = "true|false",
            fallbackValue = "true",
            defaultValue = "false",
            description =
                    "Asks all servers of the cluster that --from leads into: of each database secondaries first, then"
                            + " followers, the writer last. Default: ${DEFAULT-VALUE}.")
    boolean remoteAddressResolution;

    @Option(
            names = "--include-metadata",
            paramLabel = "none|all|users[=u1,u2]|roles",
            converter = MetadataConverter.class,
            defaultValue = "all",
            description =
                    "Which users and roles that may use a database go into its artifact, with their privileges on it; 'database"
                            + " restore' hands back a script for them. Never of system. Default: ${DEFAULT-VALUE}.")
    MetadataChoice includeMetadata;

    @Option(
            names = "--pagecache",
            paramLabel = "<size>",
            description = NO_EFFECT + "the client keeps no pages; HEAP_SIZE limits its memory.")
    String pagecache;

    @Option(
            names = "--parallel-recovery",
            arity = "0..1",
            paramLabel = "true|false",
            fallbackValue = "true",
            description = NO_EFFECT + "artifacts need no recovery.")
    boolean parallelRecovery;

    @Option(
            names = "--skip-recovery",
            arity = "0..1",
            paramLabel = "true|false",
            fallbackValue = "true",
            description = NO_EFFECT + "artifacts need no recovery.")
    boolean skipRecovery;

    @Option(
            names = "--parallel-download",
            arity = "0..1",
            paramLabel = "true|false",
            fallbackValue = "true",
            description = NO_EFFECT + "one server at a time delivers a database.")
    boolean parallelDownload;

    @Option(
            names = "--temp-path",
            paramLabel = "<path>",
            description = NO_EFFECT + "artifacts are written where they stay, under a temporary name.")
    Path tempPath;

    /** Reads {@code --include-metadata}. */
    static final class MetadataConverter implements ITypeConverter<MetadataChoice> {
        @Override
        public MetadataChoice convert(String value) {
            try {
                return MetadataChoice.parse(value);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }

    /** Types in any case, as documented scripts write them. */
    static final class TypeConverter implements ITypeConverter<BackupType> {
        @Override
        public BackupType convert(String value) {
            try {
                return BackupType.valueOf(value.toUpperCase(Locale.ROOT));
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException("'" + value + "' is not one of FULL, DIFF, AUTO");
            }
        }
    }
}
