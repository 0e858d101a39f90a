package dev.muster.backup.cli;

import dev.muster.backup.BackupError;
import dev.muster.backup.BackupException;
import dev.muster.backup.artifact.Artifact;
import dev.muster.backup.artifact.EncryptionKey;
import dev.muster.backup.offline.Load;
import dev.muster.backup.restore.RestoreReport;
import dev.muster.backup.restore.RestoreRequest;
import dev.muster.runtime.World;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** One call of a command that loads archives: each is tried, each failure is a line, and a summary ends it (facts B.4). */
final class LoadRun {
    private final AdminCommandLine.Context context;
    private final CommonOptions common;
    private final boolean json;
    private final World world;
    private final List<Object> documents = new ArrayList<>();
    private final List<String> failed = new ArrayList<>();

    LoadRun(AdminCommandLine.Context context, CommonOptions common, boolean json) {
        this.context = context;
        this.common = common;
        this.json = json;
        this.world = context.world().get();
    }

    /** Where the archive of a database comes from. */
    @FunctionalInterface
    interface Sources {
        Load.Source of(String database) throws IOException;
    }

    /** Something done with each database. */
    @FunctionalInterface
    private interface Step {
        void of(Load load, String database, Load.Source source) throws IOException;
    }

    /** Loads databases, with the key of those that are encrypted, or null. Throws {@link BackupException} if one failed. */
    int load(
            ServerDirectories server,
            List<String> databases,
            Sources sources,
            RestoreRequest.Existing existing,
            EncryptionKey key)
            throws IOException {
        return each(server, databases, sources, "load", BackupError.LOADS_FAILED, (load, database, source) -> {
            RestoreReport report = load.run(database, source, existing, key);
            long bytes = report.chain().get(0).bytes();
            context.err()
                    .println(String.format(
                            Locale.ROOT,
                            "Done: 1 files, %.3fMiB processed in %.3f seconds.",
                            bytes / (1024.0 * 1024.0),
                            report.tookMillis() / 1_000.0));
            documents.add(RestoreText.fields(report, null));
            if (!json) {
                context.out().print(RestoreText.of(report));
            }
        });
    }

    /** Only says what the archives are. Throws {@link BackupException} if one cannot be read. */
    int info(ServerDirectories server, List<String> databases, Sources sources) throws IOException {
        String what = "print metadata of";
        return each(server, databases, sources, what, BackupError.LOAD_INFO_FAILED, (load, database, source) -> {
            Artifact archive = load.describe(database, source);
            Map<String, Object> fields = fields(database, archive);
            documents.add(fields);
            if (!json) {
                context.out().println("Database: " + database);
                context.out().println("Format: " + fields.get("format"));
                context.out().println("Files: 1");
                context.out().println("Bytes: " + archive.facts().rawBytes());
            }
        });
    }

    private int each(
            ServerDirectories server,
            List<String> databases,
            Sources sources,
            String what,
            BackupError summary,
            Step step)
            throws IOException {
        Interruption.during("load", context.err(), brokenOff -> {
            Load load = new Load(world, server.target(), context.err()::println, brokenOff);
            for (String database : databases) {
                try {
                    step.of(load, database, sources.of(database));
                } catch (BackupException e) {
                    if (e.error() == BackupError.RESTORE_BROKEN_OFF) {
                        throw e;
                    }
                    failed(database, what, e);
                }
            }
            return null;
        });
        if (!failed.isEmpty()) {
            if (!common.verbose) {
                context.err().println("Run with '--verbose' for a more detailed error message.");
            }
            throw summary.with(String.join(", ", failed));
        }
        if (json) {
            context.out().println(Json.of(documents));
        }
        return ExitCodes.OK;
    }

    private void failed(String database, String what, BackupException failure) {
        failed.add("'" + database + "'");
        String text = "Failed to " + what + " database '" + database + "': " + failure.getMessage();
        Guard.tell(context, common.verbose, failure, text, failure.error().hint());
    }

    private static Map<String, Object> fields(String database, Artifact archive) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("database", database);
        fields.put(
                "format",
                "Muster artifact " + archive.header().formatVersion() + " ("
                        + archive.header().compression() + ")");
        fields.put("files", 1);
        fields.put("bytes", archive.facts().rawBytes());
        fields.put("archiveBytes", archive.bytes());
        fields.put("dumpedDatabase", archive.header().databaseName());
        fields.put("lastTransactionId", archive.highest());
        fields.put("digest", archive.facts().digest());
        return fields;
    }
}
