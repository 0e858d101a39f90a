package dev.muster.backup.cli;

import dev.muster.backup.BackupError;
import dev.muster.backup.BackupException;
import dev.muster.backup.artifact.Artifact;
import dev.muster.backup.offline.Dump;
import dev.muster.runtime.World;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** One call of a command that dumps databases: each is tried, each failure is a line, and a summary ends it (facts B.4). */
final class DumpRun {
    private static final String LOGGER = "d.m.b.o.Dump";

    private final AdminCommandLine.Context context;
    private final CommonOptions common;
    private final boolean json;
    private final World world;
    private final List<Artifact> dumped = new ArrayList<>();
    private final List<String> failed = new ArrayList<>();

    DumpRun(AdminCommandLine.Context context, CommonOptions common, boolean json) {
        this.context = context;
        this.common = common;
        this.json = json;
        this.world = context.world().get();
    }

    /** The databases with a store that a pattern means. */
    static List<String> databases(AdminCommandLine.Context context, ServerDirectories server, String pattern)
            throws IOException {
        return new Dump(context.world().get(), server.target(), fraction -> {}, () -> false).databases(pattern);
    }

    /** Dumps databases to where {@code targets} says. Throws {@link BackupException} if one failed. */
    int run(ServerDirectories server, List<String> databases, Function<String, Dump.Target> targets)
            throws IOException {
        boolean toFiles = Interruption.during("dump", context.err(), brokenOff -> {
            boolean files = false;
            for (String database : databases) {
                FilesProgress progress = new FilesProgress(context.err(), context.terminal());
                Dump dump = new Dump(world, server.target(), progress::reached, brokenOff);
                Dump.Target target = targets.apply(database);
                files |= target instanceof Dump.Target.File;
                dump(dump, database, target);
                progress.end();
            }
            return files;
        });
        if (!failed.isEmpty()) {
            throw BackupError.DUMPS_FAILED.with(String.join(", ", failed));
        }
        if (toFiles) {
            log("INFO", "Dump completed successfully");
            print();
        }
        return ExitCodes.OK;
    }

    private void dump(Dump dump, String database, Dump.Target target) {
        log("INFO", "Starting dump of database '" + database + "'");
        try {
            dumped.add(dump.run(database, target));
        } catch (BackupException e) {
            if (e.error() == BackupError.DUMP_BROKEN_OFF) {
                throw e;
            }
            failed.add("'" + database + "'");
            String text = line("ERROR", "Failed to dump database '" + database + "': " + e.getMessage());
            Guard.tell(context, common.verbose, e, text, e.error().hint());
        }
    }

    private void print() {
        if (json) {
            context.out().println(Json.of(dumped.stream().map(DumpRun::fields).toList()));
            return;
        }
        for (Artifact dump : dumped) {
            context.out()
                    .println("Database '" + dump.header().databaseName() + "' dumped to '" + dump.file()
                            + "' up to transaction " + dump.highest() + ": "
                            + dump.facts().nodes() + " nodes, "
                            + dump.facts().relationships() + " relationships, " + Bytes.text(dump.bytes()) + ".");
        }
    }

    private static Map<String, Object> fields(Artifact dump) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("database", dump.header().databaseName());
        fields.put("file", dump.file().toString());
        fields.put("bytes", dump.bytes());
        fields.put("lastTransactionId", dump.highest());
        fields.put("nodes", dump.facts().nodes());
        fields.put("relationships", dump.facts().relationships());
        fields.put("digest", dump.facts().digest());
        return fields;
    }

    private void log(String level, String text) {
        context.err().println(line(level, text));
    }

    private String line(String level, String text) {
        return LogLine.of(world.clock().wallMillis(), level, LOGGER, text);
    }
}
