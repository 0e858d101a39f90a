package dev.muster.backup.cli;

import dev.muster.backup.Locations;
import dev.muster.backup.objects.ObjectStore;
import dev.muster.backup.objects.RoutedDisk;
import dev.muster.backup.s3.S3Stores;
import dev.muster.runtime.World;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;

/**
 * The administration commands ({@code database backup}, {@code database restore}, {@code backup inspect}, …) as a picocli
 * tree, ready to be mounted under {@code muster} or run as {@code neo4j-admin}.
 *
 * <p>Exit codes (facts A.4): 0 success; 1 failed, succeeded with problems, or not supported yet; 3 the server does not run;
 * 64 wrong usage; 70 a defect. They do not depend on the handlers of the command line this is mounted on.
 */
public final class AdminCommandLine {
    private static final Map<String, String> DATABASE_LATER = Map.of("migrate", "changing a store's format");
    private static final Map<String, String> BACKUP_LATER = Map.of("validate", "validating sharded backups");
    private static final Map<String, String> DBMS_LATER =
            Map.of("set-default-admin", "choosing the default administrator");
    private static final Map<String, String> SERVER_LATER = Map.of(
            "report", "collecting a report",
            "validate-config", "validating a configuration");

    private AdminCommandLine() {}

    /**
     * What the commands may touch.
     *
     * @param world made on first use; closed by the caller
     * @param in standard input, read only by commands that are told to
     * @param terminal whether {@code err} is a terminal, so that progress lines may be redrawn
     */
    public record Context(
            Supplier<World> world,
            ServerDirectories.Resolver directories,
            InputStream in,
            PrintStream out,
            PrintStream err,
            boolean terminal) {
        /** The same in a world whose disk knows object stores as well. */
        private Context with(ObjectStore.Opener objects) {
            Supplier<World> routed = new Supplier<>() {
                private World opened;

                @Override
                public World get() {
                    if (opened == null) {
                        opened = RoutedDisk.in(world.get(), objects);
                    }
                    return opened;
                }
            };
            return new Context(routed, directories, in, out, err, terminal);
        }
    }

    /** The command {@code admin} with all below it. Object stores are opened as this process's environment says. */
    public static CommandLine create(Context context) {
        return create(context, new S3Stores(System.getenv()));
    }

    /** The same with object stores that {@code objects} opens. */
    public static CommandLine create(Context local, ObjectStore.Opener objects) {
        Context context = local.with(objects);
        CommandLine admin = new CommandLine(new Group());
        admin.getCommandSpec().name("admin");
        admin.getCommandSpec().usageMessage().description("Administers databases, backups and servers.");
        admin.addSubcommand("database", database(context));
        admin.addSubcommand("backup", backup(context));
        admin.addSubcommand("dbms", dbms(context));
        admin.addSubcommand("server", server(context));
        admin.addSubcommand("dump", new OldDumpCommand(context));
        admin.addSubcommand("load", new OldLoadCommand(context));
        admin.addSubcommand("set-initial-password", new InitialPasswordCommand(context));
        admin.addSubcommand("restore", new OldRestoreCommand(context));
        admin.addSubcommand("prepare-restore", new PrepareRestoreCommand(context));
        CommandLine neo4jBackup = new CommandLine(new Neo4jBackupCommand(context));
        neo4jBackup.getCommandSpec().usageMessage().hidden(true);
        admin.addSubcommand("neo4j-backup", neo4jBackup);
        admin.addSubcommand("check-consistency", new OldCheckCommand(context));
        admin.registerConverter(Path.class, Locations::of);
        admin.setOut(new PrintWriter(context.out(), true));
        admin.setErr(new PrintWriter(context.err(), true));
        admin.setParameterExceptionHandler((wrong, arguments) -> wrongUsage(wrong, arguments, context));
        return admin;
    }

    /** One sentence, a guess what was meant, the usage: picocli's own handler leaves the usage out when it can guess. */
    private static int wrongUsage(CommandLine.ParameterException first, String[] arguments, Context context) {
        CommandLine.ParameterException wrong = WrongUsage.mostTelling(first, arguments);
        CommandLine command = wrong.getCommandLine();
        command.getErr().println(wrong.getMessage());
        List<String> suggestions = WrongUsage.suggestions(wrong);
        if (!suggestions.isEmpty()) {
            command.getErr().println("Did you mean: " + String.join(" or ", suggestions) + "?");
        }
        command.usage(command.getErr());
        if (ErrorJson.isWanted(arguments)) {
            context.out().println(ErrorJson.of(wrong.getMessage(), "", ExitCodes.USAGE));
        }
        return command.getCommandSpec().exitCodeOnInvalidInput();
    }

    private static CommandLine database(Context context) {
        CommandLine database = group("database", "Backs up, restores and checks databases.", DATABASE_LATER, context);
        database.addSubcommand("backup", new BackupCommand(context));
        database.addSubcommand("restore", new RestoreCommand(context));
        CommandLine aggregate = new CommandLine(new AggregateCommand(context));
        aggregate.getCommandSpec().name("aggregate-backup"); // what it was called before 2025
        database.addSubcommand("aggregate-backup", aggregate);
        database.addSubcommand("check", new CheckCommand(context));
        database.addSubcommand("dump", new DumpCommand(context));
        database.addSubcommand("load", new LoadCommand(context));
        database.addSubcommand("info", new InfoCommand(context));
        database.addSubcommand("copy", new CopyCommand(context));
        return database;
    }

    private static CommandLine dbms(Context context) {
        CommandLine dbms = group("dbms", "Administers the whole installation.", DBMS_LATER, context);
        dbms.addSubcommand("set-initial-password", new InitialPasswordCommand(context));
        dbms.addSubcommand("unbind-system-db", new UnbindSystemCommand(context));
        return dbms;
    }

    private static CommandLine backup(Context context) {
        CommandLine backup = new CommandLine(new OldBackupCommand(context));
        later(BACKUP_LATER, backup, context);
        backup.addSubcommand("inspect", new InspectCommand(context));
        backup.addSubcommand("list", new ListCommand(context));
        backup.addSubcommand("verify", new VerifyCommand(context));
        backup.addSubcommand("expire", new ExpireCommand(context));
        backup.addSubcommand("watch", new WatchCommand(context));
        backup.addSubcommand("aggregate", new AggregateCommand(context));
        return backup;
    }

    private static CommandLine server(Context context) {
        CommandLine server = group("server", "Administers one server.", SERVER_LATER, context);
        server.addSubcommand("get-id", new GetIdCommand(context));
        server.addSubcommand("unbind", new UnbindCommand(context));
        server.addSubcommand("memory-recommendation", new MemoryRecommendationCommand(context));
        return server;
    }

    private static CommandLine group(String name, String description, Map<String, String> later, Context context) {
        CommandLine group = new CommandLine(new Group());
        CommandSpec spec = group.getCommandSpec().name(name);
        spec.usageMessage().description(description);
        later(later, group, context);
        return group;
    }

    private static void later(Map<String, String> later, CommandLine group, Context context) {
        later.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(command -> group.addSubcommand(
                        command.getKey(), new LaterCommand(context, command.getKey(), command.getValue())));
    }

    /** A command that only has commands below it. */
    @Command(
            mixinStandardHelpOptions = false,
            exitCodeOnInvalidInput = ExitCodes.USAGE,
            exitCodeOnExecutionException = ExitCodes.SOFTWARE,
            synopsisSubcommandLabel = "COMMAND")
    private static final class Group implements Runnable {
        @CommandLine.Spec
        private CommandSpec spec;

        @CommandLine.Option(
                names = {"-h", "--help"},
                usageHelp = true,
                description = "Shows this help.")
        private boolean help;

        @Override
        public void run() {
            String commands = String.join(", ", spec.subcommands().keySet());
            throw new CommandLine.ParameterException(
                    spec.commandLine(), "Name a command of '" + spec.qualifiedName() + "': " + commands);
        }
    }
}
