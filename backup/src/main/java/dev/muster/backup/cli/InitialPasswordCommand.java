package dev.muster.backup.cli;

import dev.muster.backup.BackupError;
import dev.muster.catalog.CatalogException;
import dev.muster.catalog.security.InitialUser;
import dev.muster.catalog.security.PasswordHashing;
import dev.muster.runtime.Disk;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code dbms set-initial-password}: the password that the user neo4j has when a server is started for the first time. */
@Command(
        name = "set-initial-password",
        description = {
            "Sets the password of the user neo4j before a server is started for the first time.",
            "Of a cluster, do so for each server that it is born with. The password is kept hashed."
        },
        exitCodeOnInvalidInput = ExitCodes.USAGE,
        exitCodeOnExecutionException = ExitCodes.SOFTWARE)
final class InitialPasswordCommand implements Callable<Integer> {
    private static final String USER = "neo4j";
    private static final int LENGTH_MIN = 8;

    private final AdminCommandLine.Context context;

    @Mixin
    private CommonOptions common;

    @Parameters(paramLabel = "<password>", description = "The password, at least 8 characters.")
    private String password;

    @Option(
            names = "--require-password-change",
            arity = "0..1",
            paramLabel = "true|false",
            fallbackValue = "true",
            defaultValue = "false",
            description = "Whether the password must be changed at the first login. Default: ${DEFAULT-VALUE}.")
    private boolean requireChange;

    InitialPasswordCommand(AdminCommandLine.Context context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        return Guard.run(context, common.verbose, false, this::run);
    }

    private int run() throws IOException {
        ServerDirectories directories = Configuration.resolve(context, common);
        Disk disk = context.world().get().disk();
        Path system = directories.stores().resolve("system");
        if (disk.exists(system)) {
            throw BackupError.INITIAL_PASSWORD_LATE.with(system);
        }
        write(disk, directories.initialUser(), new InitialUser(USER, credentials(), requireChange));
        context.out()
                .println("Changed password for user '" + USER + "'. IMPORTANT: this change will only take effect if"
                        + " performed before the database is started for the first time.");
        return ExitCodes.OK;
    }

    private String credentials() {
        try {
            return new PasswordHashing(
                            LENGTH_MIN,
                            PasswordHashing.COST,
                            context.world().get().random())
                    .credentials(password);
        } catch (CatalogException e) {
            throw BackupError.BAD_PASSWORD.because(e, e.getMessage());
        }
    }

    private static void write(Disk disk, Path file, InitialUser user) {
        try {
            disk.createDirectories(file.getParent());
            disk.replace(file, user.text().getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw BackupError.INITIAL_PASSWORD_FAILED.because(e, file, e.getMessage());
        }
    }
}
